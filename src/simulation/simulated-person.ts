import type { Temporal } from "temporal-polyfill";
import type { InvitationStore } from "../check-ins/invitation-store.ts";
import type { QuestionBank } from "../check-ins/question-bank.ts";
import { nextSendable } from "../partnerships/calendar.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import type { Attitudes } from "./attitude.ts";
import type { Chance } from "./chance.ts";
import type { SimulatedBrowser } from "./simulated-browser.ts";
import type { Span } from "./span.ts";
import type { Temperament } from "./temperament.ts";
import type { Writer } from "./writer.ts";

/** One simulated contact. */
export interface SimulatedPerson {
  readonly contact: Contact;
  readonly partnership: Partnership;
  readonly temperament: Temperament;
  /** The person's own stream of choices. */
  readonly chance: Chance;
  /** Names of the people on the other side, and of the others on the own side. */
  readonly people: readonly string[];
  readonly colleagues: readonly string[];
  /** Invitations that the person means to answer, or has. */
  readonly minded: Set<string>;
}

/** What all simulated people act through. */
export interface Stage {
  readonly clock: Clock;
  readonly span: Span;
  readonly transact: Transact<{ readonly invitations: InvitationStore }>;
  readonly bank: Pick<QuestionBank, "statement" | "prompts">;
  readonly browser: SimulatedBrowser;
  readonly attitudes: Attitudes;
  readonly writer: Writer;
  /** Told of each answer that was kept. */
  readonly answered: (kind: "rating" | "text") => void;
}

/** So many minutes from now, moved to the next moment when the person works. */
export function whenWorking(
  { clock }: Pick<Stage, "clock">,
  { contact, partnership }: SimulatedPerson,
  minutes: number,
): Temporal.Instant {
  const wished = clock.now().add({ seconds: Math.round(minutes * 60) });
  return nextSendable(wished, contact.timeZone, contact.holidays ?? partnership.holidays);
}

/** So many seconds from now. */
export function inSeconds({ clock }: Pick<Stage, "clock">, seconds: number): Temporal.Instant {
  return clock.now().add({ milliseconds: Math.round(seconds * 1000) });
}
