// Reads one file of figures for a server that goes on answering meanwhile: started by lib/imports/apart/read-apart.ts
// through scripts/ground/read-import.mjs, and of no use by itself.
export { main } from "@/lib/imports/apart/reading-process";
