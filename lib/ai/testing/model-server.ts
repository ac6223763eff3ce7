// A real HTTP server that speaks as much of the OpenAI protocol as a proposer needs, and answers as the test tells it to.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ModelSettings } from "../proposer";

export type Asked = { path: string; authorization: string | undefined; body: string };

export type ModelServer = {
  settings: ModelSettings;
  asked: Asked[];
  close(): Promise<void>;
};

export type Answer = (response: ServerResponse, asked: Asked) => void;

export async function startModelServer(
  answer: Answer,
  change: Partial<ModelSettings> = {},
): Promise<ModelServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const call = {
      path: request.url ?? "",
      authorization: request.headers.authorization,
      body: await bodyOf(request),
    };
    asked.push(call);
    answer(response, call);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      baseUrl: `http://127.0.0.1:${port}/v1`,
      apiKey: "key-of-the-test",
      model: "test-model",
      timeoutSeconds: 20,
      ...change,
    },
    asked,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Answers like a model that said this. */
export const says =
  (content: unknown): Answer =>
  (response) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        id: "chat-1",
        object: "chat.completion",
        created: 1,
        model: "test-model",
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: text } }],
      }),
    );
  };
