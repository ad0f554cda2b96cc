import { checkInCard, isComplete } from "../check-ins/check-in-card.ts";
import type { InvitationDetail } from "../check-ins/invitation-store.ts";
import { recordPrompt } from "../check-ins/record-prompt.ts";
import { type AnsweringOutcome, ownInvitation, recordRating } from "../check-ins/record-rating.ts";
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
    findsContact: true,
    run: async (needs, request) => {
      const { invitation = "", statement = "", value = "" } = request.given;
      const { eventId, contactIds } = request;
      const outcome = await recordRating(needs, {
        eventId,
        contactIds,
        invitationId: invitation,
        statementId: statement,
        value,
      });
      return answered(needs, outcome, request, request.given.editing === "yes");
    },
  },
  "answer-prompt": {
    findsContact: true,
    run: async (needs, request) => {
      const { invitation = "", text = "", sharing = "", theme = "" } = request.given;
      const { eventId, contactIds } = request;
      const submission = { eventId, contactIds, invitationId: invitation, text, sharing, theme };
      return answered(needs, await recordPrompt(needs, submission), request);
    },
  },
  "skip-prompt": {
    findsContact: true,
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
  edit: { findsContact: true, run: (needs, request) => showCheckIn(needs, request, true) },
  "show-check-in": { findsContact: true, run: (needs, request) => showCheckIn(needs, request, false) },
  snooze: { findsContact: true, run: snoozed },
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

async function answered(
  needs: ActionNeeds,
  outcome: AnsweringOutcome,
  { conversation }: ActionRequest,
  editing = false,
): Promise<Reply> {
  if (outcome.kind === "refused") {
    const key = outcome.code === "unknown-invitation" ? "checkIn.notYours" : "checkIn.impossible";
    return { outcome: "refused", say: noteCard(needs.wordsFor("en"), key) };
  }
  const { detail } = outcome;
  const words = needs.wordsFor(detail.contact.language);
  if (!("before" in outcome)) {
    const key = outcome.kind === "closed" ? "checkIn.closed" : "prompt.sealed";
    return { outcome: "refused", say: noteCard(words, key) };
  }
  const { before } = outcome;
  if (detail.places.some((place) => place.conversation !== conversation))
    await refreshLater(needs, detail.invitation.id);
  return {
    outcome: "done",
    onlyPressed: keepsItsShape(before, detail, editing),
    get replace() {
      return checkInCard({ bank: needs.bank, words }, detail, { editing });
    },
  };
}

/** The first tap takes the snooze buttons away, the last one makes a receipt; those between press an option. */
function keepsItsShape(before: InvitationDetail, now: InvitationDetail, editing: boolean): boolean {
  return before.invitation.state === "answered" && (editing || (!isComplete(before) && !isComplete(now)));
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
