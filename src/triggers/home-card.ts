import type { Temporal } from "temporal-polyfill";
import { historyNodes } from "../check-ins/history-card.ts";
import { introductionCard } from "../check-ins/introduction.ts";
import type { InvitationDetail } from "../check-ins/invitation-store.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import { sayDate, sayMoment } from "../partnerships/say-date.ts";
import type { Button, Card, CardNode } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import { queryStatus } from "../status/query-status.ts";
import { statusCard } from "../status/status-card.ts";
import { statusListCard } from "../status/status-list-card.ts";
import type { ActionNeeds } from "./action.ts";
import { noteCard } from "./note-card.ts";

/** Open check-ins that are listed; more are one tap further. */
const mostOpen = 5;
/** Partnerships with a button of their own; all stand in the list. */
const mostButtons = 10;

/**
 * A person's own page in the chat tool: what waits for them, their partnerships, their last answers, their settings
 * (CONVENTIONS, App Home). A stranger reads how to come in.
 */
export async function homeCard(needs: ActionNeeds, contacts: readonly Contact[]): Promise<Card> {
  const [first] = contacts;
  if (first === undefined)
    return titled(needs.wordsFor("en"), noteCard(needs.wordsFor("en"), "home.stranger").nodes);
  const words = needs.wordsFor(first.language);
  const contactIds = contacts.map(({ id }) => id);
  const now = needs.clock.now();
  const { open, recent, partnerships } = await needs.transact(async (stores) => {
    const invitations = await stores.invitations.openOf(contactIds, now);
    const details = await stores.invitations.details(invitations.map(({ id }) => id));
    const partnershipIds = [...new Set(contacts.map(({ partnershipId }) => partnershipId))];
    return {
      open: invitations.flatMap(({ id }) => details.get(id) ?? []),
      recent: (await stores.invitations.recentDetails(contactIds, 2)).filter(isDone(now)).slice(0, 1),
      partnerships: await stores.partnerships.many(partnershipIds),
    };
  });
  return titled(words, [
    ...waitingNodes(words, contacts, partnerships),
    ...openNodes(words, open),
    { kind: "divider" },
    ...(await statusNodes(needs, words, first, contactIds)),
    { kind: "divider" },
    ...lastAnswers(needs, words, recent),
    { kind: "divider" },
    ...settingsNodes(words, first),
  ]);
}

function titled(words: Words, nodes: readonly CardNode[]): Card {
  return {
    summary: words.say("home.title"),
    nodes: [{ kind: "heading", text: words.say("home.title") }, ...nodes],
  };
}

/** What still waits for an answer is no answer yet. */
function isDone(now: Temporal.Instant): (detail: InvitationDetail) => boolean {
  return ({ invitation }) =>
    invitation.state === "answered" || invitation.closesAt.epochMilliseconds <= now.epochMilliseconds;
}

/** Those who have not said yes or no are asked here as well. */
function waitingNodes(
  words: Words,
  contacts: readonly Contact[],
  partnerships: readonly Partnership[],
): readonly CardNode[] {
  const waiting = contacts.find(({ consentedAt, declinedAt }) => consentedAt === null && declinedAt === null);
  const partnership = partnerships.find(({ id }) => id === waiting?.partnershipId);
  if (waiting === undefined || partnership === undefined) return [];
  return [...introductionCard(words, waiting, partnership).nodes, { kind: "divider" }];
}

function openNodes(words: Words, open: readonly InvitationDetail[]): readonly CardNode[] {
  const nodes = open
    .slice(0, mostOpen)
    .flatMap(({ invitation, partnership, contact }): readonly CardNode[] => {
      const until = sayMoment(invitation.closesAt, contact.timeZone, contact.language);
      const isAnswered = invitation.state === "answered";
      const values = { partnership: partnership.name, until };
      return [
        { kind: "text", text: words.say(isAnswered ? "home.answered" : "home.open", values) },
        {
          kind: "buttons",
          buttons: [
            {
              label: words.say(isAnswered ? "home.look" : "home.answer"),
              action: { name: "open-mine", args: { invitation: invitation.id } },
              style: isAnswered ? "plain" : "primary",
            },
          ],
        },
      ];
    });
  const rest: readonly CardNode[] =
    open.length > mostOpen
      ? [{ kind: "text", text: words.say("home.moreOpen", { count: open.length - mostOpen }), tone: "quiet" }]
      : [];
  const none: readonly CardNode[] = [{ kind: "text", text: words.say("home.nothingOpen"), tone: "quiet" }];
  return [
    { kind: "heading", text: words.say("home.checkIns") },
    ...(open.length === 0 ? none : nodes),
    ...rest,
  ];
}

async function statusNodes(
  needs: ActionNeeds,
  words: Words,
  contact: Contact,
  contactIds: readonly string[],
): Promise<readonly CardNode[]> {
  const found = await queryStatus(needs, { asker: { contactIds }, text: "" });
  if (found.kind === "none") return [];
  if (found.kind === "found") return statusCard(found.status, words, contact.timeZone, words.language).nodes;
  const buttons = found.partnerships.slice(0, mostButtons).map(
    ({ key, name }): Button => ({
      label: name,
      action: { name: "show-status", args: { partnership: key } },
    }),
  );
  return [...statusListCard(found.partnerships, words).nodes, { kind: "buttons", buttons }];
}

function lastAnswers(
  { bank }: ActionNeeds,
  words: Words,
  recent: readonly InvitationDetail[],
): readonly CardNode[] {
  const heading: CardNode = { kind: "heading", text: words.say("home.answers") };
  if (recent.length === 0) return [heading, { kind: "text", text: words.say("history.none"), tone: "quiet" }];
  const more: Button = { label: words.say("home.history"), action: { name: "show-history", args: {} } };
  return [heading, ...historyNodes({ bank, words }, recent), { kind: "buttons", buttons: [more] }];
}

function settingsNodes(words: Words, contact: Contact): readonly CardNode[] {
  const isPaused = contact.pausedAt !== null;
  const rhythm = words.say(`cadence.${contact.cadence.replaceAll(" ", "-")}`);
  const away = contact.awayUntil;
  return [
    { kind: "heading", text: words.say("settings.title") },
    { kind: "text", text: words.say("home.rhythm", { rhythm, timeZone: contact.timeZone }) },
    ...(away === null
      ? []
      : [
          {
            kind: "text" as const,
            text: words.say("settings.awayUntil", { date: sayDate(away, contact.language) }),
          },
        ]),
    ...(isPaused
      ? [{ kind: "text" as const, text: words.say("settings.isPaused"), tone: "warning" as const }]
      : []),
    {
      kind: "buttons",
      buttons: [
        { label: words.say("settings.change"), action: { name: "settings-form", args: {} } },
        isPaused
          ? { label: words.say("settings.resume"), action: { name: "resume", args: {} }, style: "primary" }
          : {
              label: words.say("settings.pause"),
              action: { name: "pause", args: {} },
              confirm: words.say("checkIn.pauseConfirm"),
            },
      ],
    },
    { kind: "text", text: words.say("home.help"), tone: "quiet" },
  ];
}
