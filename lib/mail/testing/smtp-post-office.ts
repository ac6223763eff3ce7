// A real SMTP server for a test: keeps what it was given, and can be told to refuse, to be slow or to stay silent.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { MailSettings } from "../smtp-settings";

export type Received = { from: string; to: string[]; source: string };

export type PostOffice = {
  settings: MailSettings;
  received: Received[];
  stop(): Promise<void>;
};

const HERE = "127.0.0.1";
const FROM = { name: "Revenue OS", address: "digest@revenue-os.example" };

const settingsFor = (port: number): MailSettings => ({
  host: HERE,
  port,
  implicitTls: false,
  tlsRequired: false,
  credentials: null,
  from: FROM,
});

export async function openPostOffice(options: SMTPServerOptions = {}): Promise<PostOffice> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(parts).toString("utf8"),
        });
        done();
      });
    },
    ...options,
  });
  // What a client does to its connection is that client's result, and no fault of the server.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    settings: settingsFor(port),
    received,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A server that takes connections and does with them what `talk` says: nothing, or a word now and then. */
export async function openRawServer(talk: (socket: Socket) => void): Promise<PostOffice> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: settingsFor(port),
    received: [],
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The header lines of a message, unfolded. */
export function headersOf(source: string): string[] {
  const [head = ""] = source.split(/\r?\n\r?\n/);
  return head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
}
