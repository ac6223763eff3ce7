// A real HTTP server around route handlers, for tests of what goes over the wire: bytes in, bytes out.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

type Handler = (request: Request) => Response | Promise<Response>;
/** Handlers by path and method, as a route file exports them. */
export type Routes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type Served = { url: string; close: () => Promise<void> };

export async function serve(routes: Routes): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    answer(routes, incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`served: ${String(error)}\n`);
      outgoing.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function answer(routes: Routes, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const handler = routes[url.pathname]?.[incoming.method ?? "GET"];
  if (typeof handler !== "function") {
    outgoing.writeHead(404).end();
    return;
  }
  const response = await (handler as Handler)(requestOf(url, incoming));
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

function requestOf(url: URL, incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct))
    for (const each of value ?? []) headers.append(name, each);
  const method = incoming.method ?? "GET";
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
  // Node asks for this where a body is a stream.
  const streaming = { duplex: "half" };
  return new Request(url, { method, headers, body, ...streaming });
}
