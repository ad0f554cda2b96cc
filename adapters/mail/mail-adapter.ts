import { createHash } from "node:crypto";
import { createTransport } from "nodemailer";
import type { ChatAdapter, Conversation, Outgoing, SendOutcome } from "../../src/ports/chat-adapter.ts";
import { drawMailHtml } from "./draw-mail-html.ts";
import { mailText, oneLine } from "./mail-text.ts";
import { type MailFailure, outcomeOf } from "./smtp-outcome.ts";

export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly url: string;
  /** `name@example.org` or `Name <name@example.org>`. */
  readonly from: string;
  /** Makes a path of ours an address that works from a mailbox. */
  readonly absolute: (path: string) => string;
}

/** Silence of this long ends a connection; the second one ends an attempt however busy the server seems. */
const patienceMs = 20_000;
const longestAttemptMs = 60_000;

/**
 * E-mail as a platform: cards as plain text and simple HTML, without inputs, because people answer through a signed
 * link. Servers do not look for doubles, so that an ambiguous send stays unknown; the Message-ID is the same for
 * every attempt at a message and lets mailboxes put doubles together.
 */
export function createMailAdapter(settings: MailSettings): ChatAdapter {
  return {
    platform: "email",
    capabilities: { duplicates: "none", updates: false },
    surface: () => "link",
    lane: () => "email",
    send: (outgoing) => send(outgoing, settings),
    find: async () => ({ kind: "cannot-tell" }),
    update: async () => false,
  };
}

async function send({ to, card, key }: Outgoing, settings: MailSettings): Promise<SendOutcome> {
  if (!isMailbox(to)) return { kind: "gone", code: "address" };
  const sender = addressOf(settings.from);
  const messageId = messageIdFor(key, sender);
  const progress = { handedOver: false };
  try {
    const transport = createTransport({
      url: settings.url,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      logger: watchHandOver(progress),
    });
    await transport.sendMail({
      envelope: { from: sender, to: [to] },
      from: settings.from,
      to: { name: "", address: to },
      subject: oneLine(card.summary),
      text: mailText(card, settings.absolute),
      html: await drawMailHtml(card, settings.absolute),
      messageId,
      // Absence notices and other robots do not answer robots.
      headers: { "Auto-Submitted": "auto-generated" },
      signal: AbortSignal.timeout(longestAttemptMs),
    });
    return { kind: "sent", conversation: to as Conversation, messageId };
  } catch (error) {
    return outcomeOf(error as MailFailure, progress.handedOver);
  }
}

/** One plain mailbox: nothing that a header or an envelope could read as a second one, or as a line of its own. */
function isMailbox(address: string): boolean {
  return address.length <= 254 && /^[^\s@<>()[\],;:"\\\p{Cc}]+@[^\s@<>()[\],;:"\\\p{Cc}]+$/u.test(address);
}

function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

function messageIdFor(key: string, sender: string): string {
  const name = createHash("sha256").update(key).digest("hex").slice(0, 40);
  return `<${name}@${sender.slice(sender.lastIndexOf("@") + 1)}>`;
}

/**
 * The library tells through its log alone when the whole message, its end included, went to the socket: from then
 * on a lost connection leaves open whether it was accepted. Nothing is logged, since its lines hold addresses.
 */
function watchHandOver(progress: { handedOver: boolean }) {
  const watch = (entry: unknown) => {
    if ((entry as { tnx?: unknown } | null)?.tnx === "message") progress.handedOver = true;
  };
  return {
    level: () => {},
    trace: watch,
    debug: watch,
    info: watch,
    warn: watch,
    error: watch,
    fatal: watch,
  };
}
