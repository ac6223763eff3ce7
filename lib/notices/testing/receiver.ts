// A real HTTP server for a test: keeps what was posted to it, and answers as it is told.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Posted = { path: string; headers: IncomingHttpHeaders; body: string };

export type Receiver = {
  url: string;
  port: number;
  posted: Posted[];
  /** How it answers from now on; 200 at first. */
  answer: (respond: (response: ServerResponse) => void) => void;
  stop(): Promise<void>;
};

export async function openReceiver(): Promise<Receiver> {
  const posted: Posted[] = [];
  let respond = (response: ServerResponse) => {
    response.end("ok");
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      posted.push({ path: request.url ?? "", headers: request.headers, body });
      respond(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/hook`,
    port,
    posted,
    answer: (how) => {
      respond = how;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
