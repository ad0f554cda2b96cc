import type { SendOutcome } from "../ports/chat-adapter.ts";
import type { Clock } from "../ports/clock.ts";
import { absenceSeconds, type FinishedAttempt } from "./attempt-end.ts";
import type { Departure } from "./plan-departures.ts";

/**
 * Sends one message, or first finds out whether an earlier ambiguous attempt arrived after all. Never rejects:
 * an adapter that throws against its promise counts as ambiguous.
 */
export async function attemptSend(departure: Departure, clock: Clock): Promise<FinishedAttempt> {
  try {
    return {
      departure,
      result: departure.message.wasUnknown ? await settle(departure, clock) : await send(departure),
    };
  } catch (error) {
    const code = error instanceof Error ? `adapter.${error.name}` : "adapter.threw";
    return { departure, result: { kind: "unknown", code } };
  }
}

async function settle(departure: Departure, clock: Clock): Promise<FinishedAttempt["result"]> {
  const { adapter, message, to } = departure;
  if (adapter.capabilities.duplicates === "key") return send(departure);
  const found = await adapter.find({ to, key: message.id });
  if (found.kind === "found") return { ...found, kind: "sent" };
  if (found.kind === "cannot-tell")
    return { kind: adapter.capabilities.duplicates === "none" ? "unconfirmed" : "unreadable" };
  // Rather twice than never, but not again and again.
  if (found.kind === "untraceable" && message.ambiguous > 1) return { kind: "unconfirmed" };
  const now = clock.now();
  if (message.absentAt === null) return { kind: "absent-once" };
  const waited = now.since(message.absentAt).total("seconds");
  return waited >= absenceSeconds ? send(departure) : { kind: "absent-once" };
}

function send({ adapter, to, card, limits, message }: Departure): Promise<SendOutcome> {
  return adapter.send({ ...limits, to, card, key: message.id });
}
