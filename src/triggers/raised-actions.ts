import { acknowledge, findEscalation } from "../escalations/acknowledge.ts";
import { longestProblem } from "../escalations/escalation.ts";
import { escalationCard, raisedReceipt } from "../escalations/escalation-card.ts";
import { raise } from "../escalations/raise.ts";
import { raiseDialog } from "../escalations/raise-form.ts";
import { ownPlaces } from "../partnerships/own-places.ts";
import { peopleText } from "../partnerships/people-text.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { noteCard } from "./note-card.ts";

/** Raising a problem, and what a steward does about one. */
export const raisedActions: Readonly<Record<string, ActionHandler>> = {
  "raise-form": { lookUp: "contacts", run: openForm },
  raise: { lookUp: "contacts", run: raiseIt },
  "escalation-seen": { lookUp: "contacts", run: markSeen },
  "show-escalation": { lookUp: "contacts", run: show },
};

/** With `partnership`, for that one alone, where the person has it. */
async function openForm(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  const now = needs.clock.now();
  const all = await needs.transact((stores) => ownPlaces(stores, { contactIds, act: "raise", now }));
  if (all.length === 0) return { outcome: "refused", say: noteCard(words, "reply.stranger") };
  const named = all.filter(({ partnership }) => partnership.id === given.partnership);
  const draft = {
    places: named.length > 0 ? named : all,
    text: peopleText(given.text ?? "", longestProblem) ?? "",
  };
  return { outcome: "done", dialog: raiseDialog(words, draft) };
}

async function raiseIt(needs: ActionNeeds, request: ActionRequest): Promise<Reply> {
  const { eventId, contactIds, contacts, given } = request;
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  if (contacts.length === 0) return { outcome: "refused", say: noteCard(words, "reply.stranger") };
  const { partnership = "", severity = "", text = "" } = given;
  const outcome = await raise(needs, { eventId, contactIds, partnershipId: partnership, severity, text });
  if (outcome.kind === "refused")
    return { outcome: "refused", say: noteCard(words, `raise.refused.${outcome.code}`, {}, "warning") };
  const { escalation, place } = outcome;
  const receipt = raisedReceipt(needs.wordsFor(place.author.language), escalation, place);
  // A form on a card becomes the receipt, so that nobody sends it twice; a window leaves nothing behind.
  return given.window === "yes"
    ? { outcome: "done", say: receipt, lasting: true }
    : { outcome: "done", replace: receipt };
}

async function markSeen(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const outcome = await acknowledge(needs, { contactIds, escalationId: given.escalation ?? "" });
  if (outcome.kind === "refused") return notForYou(needs, contacts);
  const { steward, view } = outcome;
  return { outcome: "done", replace: escalationCard(needs.wordsFor(steward.language), view, steward) };
}

async function show(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const outcome = await findEscalation(needs, { contactIds, escalationId: given.escalation ?? "" });
  if (outcome.kind === "refused") return notForYou(needs, contacts);
  const words = needs.wordsFor(outcome.steward.language);
  const { nodes } = escalationCard(words, outcome.view, outcome.steward);
  return { outcome: "done", dialog: { title: words.say("raise.notice.title"), nodes } };
}

function notForYou(needs: ActionNeeds, contacts: ActionRequest["contacts"]): Reply {
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  return { outcome: "refused", say: noteCard(words, "raise.notForYou") };
}
