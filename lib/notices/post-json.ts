import { type ClientRequest, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { isIP } from "node:net";
import { bareHost, guardedLookup, readAddress, UnsafeAddress } from "./safe-address";

/**
 * What came of it. `isFinal`: trying again would say the same. `isDown`: so would another message now. The other side's
 * own words are never repeated.
 */
export type PostOutcome = { sent: true } | ({ sent: false } & PostFailure);
export type PostFailure = { reason: string; isFinal: boolean; isDown: boolean };

export type PostOptions = {
  headers?: Record<string, string>;
  /** Whether this machine may be posted to: outside of production. */
  localAllowed: boolean;
  timeoutMs?: number;
};

const TIMEOUT_MS = 10_000;
const TLS_FAULT = /certificate|self.signed|altname|^ERR_TLS/i;

/**
 * Posts JSON to an address that somebody typed. No redirect is followed, the answer's body is not read, and however
 * slowly the other side talks there is an end.
 */
export function postJson(
  address: string,
  body: string,
  { headers = {}, localAllowed, timeoutMs = TIMEOUT_MS }: PostOptions,
): Promise<PostOutcome> {
  return new Promise((settle) => {
    let url: URL;
    try {
      url = readAddress(address, localAllowed);
    } catch (error) {
      if (!(error instanceof UnsafeAddress)) throw error;
      return settle({ sent: false, ...refused(error) });
    }
    const sending: ClientRequest = (url.protocol === "https:" ? overHttps : overHttp)(url, {
      method: "POST",
      // A kept connection would be to an address that was judged some time ago.
      agent: false,
      // A literal address is not looked up; it was judged above.
      ...(isIP(bareHost(url)) === 0 && { lookup: guardedLookup(localAllowed) }),
      headers: {
        ...headers,
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Revenue-OS-Notices/1",
      },
    });
    const late = setTimeout(() => sending.destroy(new Late()), timeoutMs);
    const end = (outcome: PostOutcome) => {
      clearTimeout(late);
      sending.destroy();
      settle(outcome);
    };
    sending.on("response", ({ statusCode = 0 }) => end(outcomeOf(statusCode)));
    sending.on("error", (error) => end({ sent: false, ...failureOf(error) }));
    // An answer that changes the protocol ends the connection and is neither a response nor an error.
    sending.on("close", () => end({ sent: false, ...failureOf(new Error("closed")) }));
    sending.end(body);
  });
}

class Late extends Error {}

const refused = ({ message }: UnsafeAddress): PostFailure => ({
  reason: message,
  isFinal: true,
  isDown: true,
});

/** Too early and too often are worth another try; what else the other side does not take, it will not take later. */
function outcomeOf(status: number): PostOutcome {
  if (status >= 200 && status < 300) return { sent: true };
  if (status >= 300 && status < 400)
    return {
      sent: false,
      reason: `It answered ${status}: redirects are not followed.`,
      isFinal: true,
      isDown: false,
    };
  const isFinal = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  return { sent: false, reason: `It answered ${status}.`, isFinal, isDown: [429, 503].includes(status) };
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: "It could not be reached.",
  EHOSTUNREACH: "It could not be reached.",
  ENETUNREACH: "It could not be reached.",
  ENOTFOUND: "Its name is not known.",
  EAI_AGAIN: "Its name is not known.",
  ETIMEDOUT: "It did not answer in time.",
};

function failureOf(error: Error & { code?: unknown }): PostFailure {
  if (error instanceof UnsafeAddress) return refused(error);
  const failed = { isFinal: false, isDown: true };
  if (error instanceof Late) return { reason: "It did not answer in time.", ...failed };
  const code = String(error.code ?? "");
  if (TLS_FAULT.test(`${code} ${error.message}`))
    return { reason: "Its certificate is not one that is trusted.", ...failed };
  return { reason: WORDS[code] ?? "The connection broke.", ...failed };
}
