import { checkInCard } from "../check-ins/check-in-card.ts";
import { recordPrompt } from "../check-ins/record-prompt.ts";
import {
  type AnsweringOutcome,
  ownInvitation,
  type RefusedAnswer,
  recordRating,
  type TapOutcome,
} from "../check-ins/record-rating.ts";
import { snooze } from "../check-ins/snooze.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import type { Card } from "../ports/card.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import type { Words } from "../ports/words.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { consentActions } from "./consent-actions.ts";
import { identityActions } from "./identity-actions.ts";
import { noteCard } from "./note-card.ts";
import { raisedActions } from "./raised-actions.ts";
import { settingsActions } from "./settings-actions.ts";
import { winActions } from "./win-actions.ts";
import { windowActions } from "./window-actions.ts";

/** What a tap on one's own check-in does. */
const checkInActions: Readonly<Record<string, ActionHandler>> = {
  rate: {
    lookUp: "nothing",
    run: async (needs, request) => {
      const { invitation = "", statement = "", value = "" } = request.given;
      const { eventId, account } = request;
      const tap = { eventId, account, invitationId: invitation, statementId: statement, value };
      const editing = request.given.editing === "yes";
      const outcome = await recordRating(needs, { ...tap, editing });
      return tapped(needs, outcome, request, { invitationId: invitation, editing });
    },
  },
  "answer-prompt": {
    lookUp: "ids",
    run: async (needs, request) => {
      const { invitation = "", text = "", sharing = "", theme = "" } = request.given;
      const { eventId, contactIds } = request;
      const submission = { eventId, contactIds, invitationId: invitation, text, sharing, theme };
      return answered(needs, await recordPrompt(needs, submission), request);
    },
  },
  "skip-prompt": {
    lookUp: "ids",
    run: async (needs, request) => {
      const { eventId, contactIds } = request;
      const skip = {
        eventId,
        contactIds,
        invitationId: request.given.invitation ?? "",
        text: "",
        sharing: "",
        theme: "",
      };
      return answered(needs, await recordPrompt(needs, skip), request);
    },
  },
  edit: { lookUp: "ids", run: (needs, request) => showCheckIn(needs, request, true) },
  "show-check-in": { lookUp: "ids", run: (needs, request) => showCheckIn(needs, request, false) },
  snooze: { lookUp: "ids", run: snoozed },
};

/** Every action that a card may carry, by name. */
export const actions: Readonly<Record<string, ActionHandler>> = {
  ...checkInActions,
  ...consentActions,
  ...settingsActions,
  ...identityActions,
  ...windowActions,
  ...raisedActions,
  ...winActions,
};

async function tapped(
  needs: ActionNeeds,
  outcome: TapOutcome,
  { conversation }: ActionRequest,
  card: { readonly invitationId: string; readonly editing: boolean },
): Promise<Reply> {
  if (outcome.kind === "refused") return refusal(needs, outcome);
  if (outcome.kind === "closed")
    return { outcome: "refused", say: noteCard(needs.wordsFor(outcome.language), "checkIn.closed") };
  if (outcome.conversations.some((place) => place !== conversation))
    await refreshLater(needs, card.invitationId);
  return {
    outcome: "done",
    onlyPressed: outcome.keepsItsShape,
    redraw: async () => {
      const detail = await needs.directly(({ invitations }) => invitations.detail(card.invitationId));
      if (detail === null) return undefined;
      return checkInCard({ bank: needs.bank, words: needs.wordsFor(detail.contact.language) }, detail, card);
    },
  };
}

function refusal(needs: ActionNeeds, { code }: RefusedAnswer): Reply {
  const key = code === "unknown-invitation" ? "checkIn.notYours" : "checkIn.impossible";
  return { outcome: "refused", say: noteCard(needs.wordsFor("en"), key) };
}

async function answered(
  needs: ActionNeeds,
  outcome: AnsweringOutcome,
  { conversation }: ActionRequest,
): Promise<Reply> {
  if (outcome.kind === "refused") return refusal(needs, outcome);
  const { detail } = outcome;
  const words = needs.wordsFor(detail.contact.language);
  if (outcome.kind === "closed" || outcome.kind === "sealed") {
    const key = outcome.kind === "closed" ? "checkIn.closed" : "prompt.sealed";
    return { outcome: "refused", say: noteCard(words, key) };
  }
  if (detail.places.some((place) => place.conversation !== conversation))
    await refreshLater(needs, detail.invitation.id);
  return {
    outcome: "done",
    get replace() {
      return checkInCard({ bank: needs.bank, words }, detail);
    },
  };
}

/** The same check-in also stands elsewhere, for example in chat while it is answered by a signed link. */
async function refreshLater(needs: ActionNeeds, invitationId: string): Promise<void> {
  const job = { name: "refresh-cards", data: { invitationId }, key: `refresh-cards:${invitationId}` };
  await needs.transact(({ jobs }) => jobs.enqueue(job));
}

async function showCheckIn(
  needs: ActionNeeds,
  { contactIds, given }: ActionRequest,
  editing: boolean,
): Promise<Reply> {
  const invitationId = given.invitation ?? "";
  const detail = await needs.transact(({ invitations }) =>
    ownInvitation(invitations, { invitationId, contactIds }),
  );
  if (detail === null) return { outcome: "refused", say: noteCard(needs.wordsFor("en"), "checkIn.notYours") };
  const words = needs.wordsFor(detail.contact.language);
  const isOpen = detail.invitation.closesAt.epochMilliseconds > needs.clock.now().epochMilliseconds;
  if (!isOpen) return { outcome: "refused", say: noteCard(words, "checkIn.closed") };
  return { outcome: "done", replace: checkInCard({ bank: needs.bank, words }, detail, { editing }) };
}

async function snoozed(needs: ActionNeeds, { contactIds, given }: ActionRequest): Promise<Reply> {
  const until = given.until === "tomorrow" ? "tomorrow" : "later-today";
  const outcome = await snooze(needs, { contactIds, invitationId: given.invitation ?? "", until });
  if (outcome.kind === "refused")
    return { outcome: "refused", say: noteCard(needs.wordsFor("en"), "checkIn.notYours") };
  const { contact, invitation } = outcome.detail;
  const words: Words = needs.wordsFor(contact.language);
  const say = (at: typeof invitation.closesAt) => sayMoment(at, contact.timeZone, contact.language);
  const card: Card =
    outcome.kind === "snoozed"
      ? noteCard(words, "checkIn.snoozed", { when: say(outcome.until) })
      : noteCard(words, "checkIn.snoozeTooLate", { until: say(invitation.closesAt) });
  return { outcome: outcome.kind === "snoozed" ? "done" : "refused", say: card };
}
