import { type Contact, cadences } from "../partnerships/contact.ts";
import type { ContactStore } from "../partnerships/contact-store.ts";
import { weekdays } from "../partnerships/partnership.ts";
import { sayDate } from "../partnerships/say-date.ts";
import type { Card, CardNode } from "../ports/card.ts";
import type { Transact } from "../ports/transaction.ts";
import type { Words } from "../ports/words.ts";
import { sideSizeOf, smallSideChoice } from "./small-side-nodes.ts";

const hours = ["08:00", "09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00", "17:00"];

/** The card in chat: with the consent that a small side needs, to give and to take back (MEASUREMENT 3.4). */
export async function settingsInChat(
  { transact }: { readonly transact: Transact<{ readonly contacts: ContactStore }> },
  words: Words,
  contact: Contact,
  said: string | null = null,
): Promise<Card> {
  const card = settingsCard(words, contact, said);
  const choice = smallSideChoice(
    words,
    contact,
    await transact(({ contacts }) => sideSizeOf(contact, contacts)),
  );
  return choice.length === 0 ? card : { ...card, nodes: [...card.nodes, { kind: "divider" }, ...choice] };
}

/** A person's own settings, to read and to change; `said` is what has just been done. */
export function settingsCard(words: Words, contact: Contact, said: string | null = null): Card {
  const isPaused = contact.pausedAt !== null;
  const toggle = isPaused
    ? { label: words.say("settings.resume"), action: { name: "resume", args: {} }, style: "primary" as const }
    : {
        label: words.say("settings.pause"),
        action: { name: "pause", args: {} },
        confirm: words.say("checkIn.pauseConfirm"),
      };
  return {
    summary: said ?? words.say("settings.title"),
    nodes: [
      ...(said === null ? [] : [{ kind: "text" as const, text: said, tone: "good" as const }]),
      { kind: "heading", text: words.say("settings.title") },
      ...(isPaused
        ? [{ kind: "text" as const, text: words.say("settings.isPaused"), tone: "warning" as const }]
        : []),
      ...awayNodes(words, contact),
      settingsForm(words, contact),
      { kind: "buttons", buttons: [toggle] },
    ],
  };
}

function awayNodes(words: Words, { awayUntil, language }: Contact): readonly CardNode[] {
  if (awayUntil === null) return [];
  const back = { label: words.say("settings.back"), action: { name: "back", args: {} } };
  return [
    { kind: "text", text: words.say("settings.awayUntil", { date: sayDate(awayUntil, language) }) },
    { kind: "buttons", buttons: [back] },
  ];
}

/** How often, on which day, at what time and in which zone; sends `save-settings`. */
export function settingsForm(words: Words, contact: Contact): Extract<CardNode, { kind: "form" }> {
  const slug = (cadence: string) => cadence.replaceAll(" ", "-");
  return {
    kind: "form",
    fields: [
      {
        kind: "select",
        name: "cadence",
        label: words.say("settings.cadence"),
        options: cadences.map((value) => ({ value, label: words.say(`cadence.${slug(value)}`) })),
        value: contact.cadence,
      },
      {
        kind: "select",
        name: "weekday",
        label: words.say("settings.weekday"),
        hint: words.say("settings.weekdayHint"),
        options: [
          { value: "", label: words.say("settings.usualDay") },
          ...weekdays.slice(0, 5).map((value) => ({ value, label: words.say(`weekday.${value}`) })),
        ],
        value: contact.checkInAt?.weekday ?? "",
      },
      {
        kind: "select",
        name: "at",
        label: words.say("settings.at"),
        options: [
          { value: "", label: words.say("settings.usualTime") },
          ...withOwn(hours, contact.checkInAt?.at).map((value) => ({ value, label: value })),
        ],
        value: contact.checkInAt?.at ?? "",
      },
      {
        kind: "text",
        name: "timeZone",
        label: words.say("settings.timeZone"),
        hint: words.say("settings.timeZoneHint"),
        value: contact.timeZone,
        maxLength: 60,
      },
    ],
    submit: {
      label: words.say("settings.save"),
      action: { name: "save-settings", args: {} },
      style: "primary",
    },
    window: { label: words.say("settings.change"), action: { name: "settings-form", args: {} } },
  };
}

/** A partnership's usual time may be none of the full hours. */
function withOwn(times: readonly string[], own: string | undefined): readonly string[] {
  return own === undefined || times.includes(own) ? times : [...times, own].toSorted();
}
