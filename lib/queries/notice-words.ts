import * as z from "zod";
import { dayInWords } from "../day-words";

/** What a notice tells. The database's check lists the same. */
export const NOTICE_KINDS = [
  "signature_awaited",
  "signature_overdue",
  "request_signed",
  "request_approved",
  "request_denied",
  "request_stale",
  "request_open_again",
  "mention",
  "policy_proposed",
  "escalation_raised",
  "stand_in_named",
  "stand_in_ended",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How a person wants e-mail of what they are told; without a wish, at once. */
export const EMAIL_WISHES = ["at_once", "daily", "off"] as const;
export type EmailWish = (typeof EMAIL_WISHES)[number];

/** The data of its words; each kind uses what it needs of it. */
export const noticeWordsSchema = z.object({
  /** Of the request, or of what is demanded; of a stand-in, the person stood in for, with their role. */
  title: z.string(),
  /** Who did it. */
  by: z.string().optional(),
  /** As whom one signs, or signed. */
  role: z.string().optional(),
  /** Whom one stands in for. */
  forName: z.string().optional(),
  reason: z.string().optional(),
  codes: z.array(z.string()).optional(),
  dueOn: z.string().optional(),
  /** Who stands in for the reader. */
  standInName: z.string().optional(),
  fromOn: z.string().optional(),
  untilOn: z.string().optional(),
});
export type NoticeWords = z.infer<typeof noticeWordsSchema>;

export type ToldNotice = { kind: NoticeKind; reference: string; words: NoticeWords };

/** In one line, without a full stop: the subject of a letter, the link on the page. */
export function noticeTitle({ kind, reference, words }: ToldNotice): string {
  const { title, by = "Somebody", role } = words;
  switch (kind) {
    case "signature_awaited":
      return `${reference} waits for your signature: ${title}`;
    case "signature_overdue":
      return `${reference} is overdue for your signature: ${title}`;
    case "request_signed":
      return `${reference} was signed by ${by}${role ? ` as ${role}` : ""}: ${title}`;
    case "request_approved":
      return `${reference} is approved: ${title}`;
    case "request_denied":
      return `${reference} is denied: ${title}`;
    case "request_stale":
      return `${reference} is blocked by its gate now: ${title}`;
    case "request_open_again":
      return `${reference} can be signed again: ${title}`;
    case "mention":
      return `${by} mentioned you on ${reference}: ${title}`;
    case "policy_proposed":
      return `Policy ${title} waits for your signature`;
    case "escalation_raised":
      return `An escalation waits for a plan: ${title}`;
    case "stand_in_named":
      return `You stand in for ${title} ${standInDays(words)}`;
    case "stand_in_ended":
      return words.standInName
        ? `${words.standInName} no longer stands in for you as ${role}`
        : `You no longer stand in for ${title}`;
  }
}

/** How the request that a signature was told of stands now; `signatureCounts` while it is on the present revision. */
export type RequestNow = { status: string; signatureCounts: boolean };

/** What is behind it, and what happens if nobody acts; with `now`, as it stands at the moment of reading. */
export function noticeSentence({ kind, words }: ToldNotice, now: RequestNow | null = null): string {
  const { by = "Somebody", role, forName, reason, codes, dueOn } = words;
  const hand = role ? `You sign as ${role}${forName ? `, for ${forName}` : ""}. ` : "";
  const due = dueOn ? `It is to be signed by ${dayInWords(dueOn)}. ` : "";
  switch (kind) {
    case "signature_awaited":
      return `${by} asks for it. ${hand}${due}It stays blocked until it is signed, denied or withdrawn.`;
    case "signature_overdue":
      return `${by} asks for it. ${hand}It was to be signed by ${dueOn ? dayInWords(dueOn) : "now"} and still waits.`;
    case "request_signed":
      return signedSentence(now);
    case "request_approved":
      return `${by} gave the signature that completed it.`;
    case "request_denied":
      return reason ? `Denied by ${by}: ${reason}` : `Denied by ${by}.`;
    case "request_stale":
      return `The gate would refuse it by now${codes?.length ? ` (${codes.join(", ")})` : ""}. Change it and submit it again, or withdraw it.`;
    case "request_open_again":
      return "The states have changed: its gate would let it through with the signatures it needs.";
    case "mention":
      return reason ?? "Read the comment on the request.";
    case "policy_proposed":
      return `${by} proposed it${reason ? `: ${reason}` : ""}. The CFO and the CEO sign it, each in person.`;
    case "escalation_raised":
      return `${reason ?? "A trigger keeps failing."} It stays open before everybody until it has a plan.`;
    case "stand_in_named":
      return standInSentence(words);
    case "stand_in_ended":
      return standInEndSentence(words);
  }
}

const SIGNED_AND_THEN: Readonly<Record<string, string>> = {
  APPROVED: "It has been approved since.",
  DENIED: "It has been denied since.",
  WITHDRAWN: "It has been withdrawn since.",
  STALE: "Its gate blocks it now, so nobody can sign it.",
  BLOCKED: "It was changed since, and its gate blocks it now.",
};

/** A letter is read whenever it is read, so it speaks of the moment of the signature. */
function signedSentence(now: RequestNow | null): string {
  if (now?.status !== "PENDING")
    return SIGNED_AND_THEN[now?.status ?? ""] ?? "When it was signed, others were still to sign.";
  return now.signatureCounts
    ? "It still waits for others."
    : "It was changed since and waits for all its signatures again.";
}

const standInDays = ({ fromOn = "", untilOn = "" }: NoticeWords): string =>
  fromOn === untilOn ? `on ${dayInWords(fromOn)}` : `from ${dayInWords(fromOn)} to ${dayInWords(untilOn)}`;

/** What it allows and what not. Four eyes stay two people's: that is said before the first request comes. */
function standInSentence({ role, forName, fromOn, untilOn, reason }: NoticeWords): string {
  const days = fromOn === untilOn ? "The whole day counts" : "Both days count";
  const why = reason ? ` ${forName} says why: ${reason}` : "";
  return `${days}, in UTC. You may sign or deny what waits for the signature of the ${role}; where your own role is awaited, you sign in your own. You never give both signatures of one request, sign nothing that you or ${forName} asked for and no policy, and cannot hand it on. Each signature names you both.${why}`;
}

function standInEndSentence({ by = "Somebody", standInName, untilOn = "", reason }: NoticeWords): string {
  const next = standInName ? " Until you name somebody else, nobody signs for you on those days." : "";
  return `${reason ?? `${by} ended it.`} It was to hold until ${dayInWords(untilOn)}. What was signed by it stands.${next}`;
}

/** The line of one that asked for something that does not wait any more. */
export function overTitle({ kind, reference, words }: ToldNotice): string {
  const { title } = words;
  if (kind === "policy_proposed") return `Policy ${title} asked for your signature`;
  if (kind === "escalation_raised") return `An escalation asked for a plan: ${title}`;
  if (kind === "stand_in_named") return `You were to stand in for ${title} ${standInDays(words)}`;
  return `${reference} asked for your signature: ${title}`;
}

export function overSentence({ kind, words: { by = "Somebody" } }: ToldNotice): string {
  if (kind === "policy_proposed") return `${by} proposed it. It does not wait for you any more.`;
  if (kind === "escalation_raised") return "It has been answered.";
  if (kind === "stand_in_named") return "It is over or was ended before: you sign for nobody by it.";
  return `${by} asked for it. It does not wait for you any more.`;
}

/** Without the "you" of one reader, for a channel that everybody reads. */
export function channelTitle(notice: ToldNotice): string {
  const { kind, reference, words } = notice;
  if (kind === "signature_awaited") return `${reference} waits for signatures: ${words.title}`;
  if (kind === "signature_overdue") return `${reference} is overdue for signatures: ${words.title}`;
  if (kind === "policy_proposed") return `Policy ${words.title} waits for the signatures of CFO and CEO`;
  return noticeTitle(notice);
}

/** Where it leads, after the company's own address. A page; nothing is done by opening it. */
export function noticePath({ kind, reference }: Pick<ToldNotice, "kind" | "reference">): string {
  if (kind === "policy_proposed") return `/policy/versions/${reference}`;
  if (kind === "escalation_raised") return `/escalations/${reference}`;
  if (kind === "stand_in_named" || kind === "stand_in_ended") return "/approvals/delegations";
  return `/requests/${reference}`;
}
