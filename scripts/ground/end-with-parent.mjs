// Loaded into the application's process: when the program that started it is gone, even by kill -9, the channel between
// the two closes, and the port must not stay taken by a server nobody watches.
process.on("disconnect", () => process.exit(1));
