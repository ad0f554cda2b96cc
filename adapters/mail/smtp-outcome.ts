import type { SendOutcome } from "../../src/ports/chat-adapter.ts";

/** What the mail library throws: its own code, the server's reply, and the command that it was a reply to. */
export interface MailFailure {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * What a failed send means. A reply of the server is its word: 4xx may pass, 5xx about the mailbox or the message
 * ends this route. Without a reply it depends on whether the message had been handed over (RFC 5321, 4.2.1 and 6.1).
 */
export function outcomeOf(failure: MailFailure, handedOver: boolean): SendOutcome {
  const { responseCode, command = "" } = failure;
  if (responseCode === undefined) {
    return { kind: handedOver ? "unknown" : "failed", code: nameOf(failure) };
  }
  const code = codeOf(failure);
  if (responseCode < 500) return { kind: "failed", code };
  if (command === "RCPT TO") return { kind: isNoMailbox(code) ? "gone" : "blocked", code };
  // The message itself was refused: by size, content or policy.
  if (command === "DATA") return { kind: "blocked", code };
  // Sign-in, sender or encryption: the operator can put that right, the person's route is not to blame.
  return { kind: "failed", code };
}

/** "550 5.1.1", or "550" from servers without enhanced codes (RFC 3463). */
function codeOf({ responseCode, response = "" }: MailFailure): string {
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  return enhanced === undefined ? String(responseCode) : `${responseCode} ${enhanced}`;
}

/** 5.1.x: bad address; 5.2.1: switched off. Plain 550, 551 and 553 say that there is no such mailbox here. */
function isNoMailbox(code: string): boolean {
  return /^\d{3} 5\.(?:1\.\d+|2\.1)$/.test(code) || /^55[013]$/.test(code);
}

function nameOf({ code, originalCode }: MailFailure): string {
  return (originalCode ?? code ?? "unexpected").toLowerCase();
}
