import type { Contact } from "../partnerships/contact.ts";
import type { Place } from "../partnerships/own-places.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import { summaryLine } from "../partnerships/summary-line.ts";
import type { Card, CardNode } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import type { Escalation } from "./escalation.ts";
import type { EscalationView } from "./escalation-view.ts";
import { whoWasTold } from "./who-sees.ts";

/**
 * A raised problem for one steward, with who has seen it so far. Until their own side has, it asks for that by a tap,
 * or, where taps cannot come back, for an answer to the author.
 */
export function escalationCard(
  words: Words,
  view: EscalationView,
  steward: Pick<Contact, "side" | "timeZone" | "language">,
  canTap = true,
): Card {
  const { escalation, partnership, author, seen } = view;
  const say = (at: Escalation["raisedAt"]) => sayMoment(at, steward.timeZone, steward.language);
  const sideOf = (contact: Contact) => partnership.sides[contact.side].label;
  const values = {
    partnership: partnership.name,
    level: words.say(`raise.level.${escalation.severity}`),
    name: author.name,
    side: sideOf(author),
  };
  const by = words.say("raise.by", values);
  const isSeen = seen.some(({ side }) => side === steward.side);
  return {
    summary: summaryLine(words.say("raise.card.summary", values)),
    nodes: [
      { kind: "heading", text: words.say("raise.card.title", values) },
      {
        kind: "facts",
        facts: [
          { label: words.say("raise.card.by"), value: by },
          { label: words.say("raise.card.at"), value: say(escalation.raisedAt) },
          { label: words.say("raise.severity"), value: words.say(`raise.severities.${escalation.severity}`) },
        ],
      },
      { kind: "quote", text: escalation.text, by },
      ...seen.map((one): CardNode => {
        const who = { name: one.steward.name, side: sideOf(one.steward), when: say(one.seenAt) };
        return { kind: "text", text: words.say("raise.card.seenBy", who), tone: "good" };
      }),
      ...(isSeen ? [] : [canTap ? seenButton(words, escalation) : mailLine(words, author)]),
    ],
  };
}

function seenButton(words: Words, { id }: Escalation): CardNode {
  const action = { name: "escalation-seen", args: { escalation: id } };
  return { kind: "buttons", buttons: [{ label: words.say("raise.card.seen"), action, style: "primary" }] };
}

function mailLine(words: Words, { name }: Contact): CardNode {
  return { kind: "text", text: words.say("raise.card.mail", { name }), tone: "quiet" };
}

/** Where others can read along, or it would vanish: that something waits, and nothing of what it is. */
export function escalationNotice(words: Words, { escalation, partnership }: EscalationView): Card {
  const text = words.say("raise.notice.text", { partnership: partnership.name });
  const action = { name: "show-escalation", args: { escalation: escalation.id } };
  return {
    summary: summaryLine(text),
    nodes: [
      { kind: "text", text },
      { kind: "buttons", buttons: [{ label: words.say("raise.notice.open"), action, style: "primary" }] },
    ],
  };
}

/** What the author gets: what was kept, and who was told. */
export function raisedReceipt(words: Words, escalation: Escalation, place: Place): Card {
  const { partnership, author } = place;
  const title = words.say("raise.receipt.title", { partnership: partnership.name });
  return {
    summary: summaryLine(title),
    nodes: [
      { kind: "heading", text: title },
      ...whoWasTold(words, place),
      {
        kind: "facts",
        facts: [
          { label: words.say("raise.severity"), value: words.say(`raise.severities.${escalation.severity}`) },
          {
            label: words.say("raise.card.at"),
            value: sayMoment(escalation.raisedAt, author.timeZone, author.language),
          },
        ],
      },
      { kind: "quote", text: escalation.text },
    ],
  };
}

/** Tells the author that a side's steward could not be told after all. */
export function unreachedCard(words: Words, about: Readonly<Record<"partnership" | "side", string>>): Card {
  const text = words.say("raise.unreached", about);
  return { summary: summaryLine(text), nodes: [{ kind: "text", text, tone: "warning" }] };
}
