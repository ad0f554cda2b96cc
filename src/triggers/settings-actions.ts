import { changeSettings, type SettingsChange } from "../check-ins/change-settings.ts";
import { settingsInChat } from "../check-ins/settings-card.ts";
import { type Contact, cadences } from "../partnerships/contact.ts";
import { weekdays } from "../partnerships/partnership.ts";
import { isPlaceZone } from "../partnerships/place-zone.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { noteCard } from "./note-card.ts";
import { whyCard } from "./why-card.ts";

/** How a person is asked: pause, rhythm, day, zone; and why they are asked at all. */
export const settingsActions: Readonly<Record<string, ActionHandler>> = {
  pause: {
    lookUp: "contacts",
    run: (needs, request) => change(needs, request, { kind: "pause" }, "settings.paused"),
  },
  resume: {
    lookUp: "contacts",
    run: (needs, request) => change(needs, request, { kind: "resume" }, "settings.resumed"),
  },
  back: {
    lookUp: "contacts",
    run: (needs, request) => change(needs, request, { kind: "away", until: null }, "away.back", true),
  },
  settings: { lookUp: "contacts", run: showSettings },
  why: { lookUp: "contacts", run: explain },
  "save-settings": { lookUp: "contacts", run: saveSettings },
  cadence: {
    lookUp: "contacts",
    run: async (needs, request) => {
      const cadence = cadences.find((known) => known === request.given.cadence);
      if (cadence === undefined) return stranger(needs);
      return change(needs, request, { kind: "cadence", cadence }, "settings.saved", true);
    },
  },
};

async function change(
  needs: ActionNeeds,
  { contactIds, contacts }: ActionRequest,
  what: SettingsChange,
  key: string,
  replaces = false,
): Promise<Reply> {
  const [first] = contacts;
  if (first === undefined) return stranger(needs);
  const [now = first] = await changeSettings(needs, { contactIds, change: what });
  const words = needs.wordsFor(now.language);
  const card = await settingsInChat(needs, words, now, words.say(key));
  return replaces ? { outcome: "done", replace: card } : { outcome: "done", say: card };
}

async function showSettings(needs: ActionNeeds, { contacts }: ActionRequest): Promise<Reply> {
  const [contact] = contacts;
  if (contact === undefined) return stranger(needs);
  return { outcome: "done", say: await settingsInChat(needs, needs.wordsFor(contact.language), contact) };
}

async function explain(needs: ActionNeeds, { contacts }: ActionRequest): Promise<Reply> {
  const [contact] = contacts;
  const partnership =
    contact && (await needs.transact(({ partnerships }) => partnerships.get(contact.partnershipId)));
  if (contact === undefined || !partnership) return stranger(needs);
  return { outcome: "done", say: whyCard(needs.wordsFor(contact.language), contact, partnership) };
}

/** All of the form at once; a zone that is none changes nothing and says so. */
async function saveSettings(
  needs: ActionNeeds,
  { contactIds, contacts, given }: ActionRequest,
): Promise<Reply> {
  const [contact] = contacts;
  if (contact === undefined) return stranger(needs);
  const words = needs.wordsFor(contact.language);
  const timeZone = (given.timeZone ?? "").trim() || contact.timeZone;
  if (!isPlaceZone(timeZone)) {
    return {
      outcome: "refused",
      say: noteCard(words, "settings.unknownZone", { zone: timeZone }, "warning"),
    };
  }
  const cadence = cadences.find((known) => known === given.cadence) ?? contact.cadence;
  await changeSettings(needs, { contactIds, change: { kind: "time-zone", timeZone } });
  await changeSettings(needs, {
    contactIds,
    change: { kind: "check-in-time", checkInAt: await chosenTime(needs, contact, given) },
  });
  const [now = contact] = await changeSettings(needs, { contactIds, change: { kind: "cadence", cadence } });
  const card = await settingsInChat(needs, words, now, words.say("settings.saved"));
  return given.window === "yes" ? { outcome: "done", say: card } : { outcome: "done", replace: card };
}

/** Who chooses a day or a time alone keeps the partnership's other one; null where neither is chosen. */
async function chosenTime(
  needs: ActionNeeds,
  { partnershipId }: Contact,
  given: ActionRequest["given"],
): Promise<Contact["checkInAt"]> {
  const weekday = weekdays.find((known) => known === given.weekday);
  const at = /^(?:[01]\d|2[0-3]):[0-5]\d$/.exec(given.at ?? "")?.[0];
  if (weekday === undefined && at === undefined) return null;
  const partnership = await needs.transact(({ partnerships }) => partnerships.get(partnershipId));
  if (partnership === null) return null;
  const { checkIn } = partnership;
  return { weekday: weekday ?? checkIn.weekday, at: at ?? checkIn.at };
}

function stranger(needs: ActionNeeds): Reply {
  return { outcome: "refused", say: noteCard(needs.wordsFor("en"), "reply.stranger") };
}
