import { ownPlaces } from "../partnerships/own-places.ts";
import { peopleText } from "../partnerships/people-text.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import { confirmWin, findWin } from "../wins/confirm-win.ts";
import { shareWin } from "../wins/share-win.ts";
import { longestWin, type WinKind } from "../wins/win.ts";
import { winCard, winReceipt } from "../wins/win-card.ts";
import { winDialog } from "../wins/win-form.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { noteCard } from "./note-card.ts";

/** Sharing wins and thanks, and what the other side's steward says to them. */
export const winActions: Readonly<Record<string, ActionHandler>> = {
  "win-form": { lookUp: "contacts", run: (needs, request) => openForm(needs, request, "win") },
  "thanks-form": { lookUp: "contacts", run: (needs, request) => openForm(needs, request, "thanks") },
  "share-win": { lookUp: "contacts", run: share },
  "confirm-win": { lookUp: "contacts", run: confirm },
  "show-win": { lookUp: "contacts", run: show },
};

/** With `partnership`, for that one alone, where the person has it. */
async function openForm(
  needs: ActionNeeds,
  { contactIds, contacts, given }: ActionRequest,
  kind: WinKind,
): Promise<Reply> {
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  const now = needs.clock.now();
  const all = await needs.transact((stores) => ownPlaces(stores, { contactIds, act: "share win", now }));
  if (all.length === 0) return { outcome: "refused", say: noteCard(words, "reply.stranger") };
  const named = all.filter(({ partnership }) => partnership.id === given.partnership);
  const places = named.length > 0 ? named : all;
  const text = peopleText(given.text ?? "", longestWin) ?? "";
  return { outcome: "done", dialog: winDialog(words, { kind, places, text }) };
}

async function share(needs: ActionNeeds, request: ActionRequest): Promise<Reply> {
  const { eventId, contactIds, contacts, given } = request;
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  if (contacts.length === 0) return { outcome: "refused", say: noteCard(words, "reply.stranger") };
  const { partnership = "", kind = "", text = "", mayPost = "" } = given;
  const submission = { eventId, contactIds, partnershipId: partnership, kind, text, mayPost };
  const outcome = await shareWin(needs, submission);
  if (outcome.kind === "refused")
    return { outcome: "refused", say: noteCard(words, `win.refused.${outcome.code}`, {}, "warning") };
  const { win, place } = outcome;
  const receipt = winReceipt(needs.wordsFor(place.author.language), win, place);
  // A form on a card becomes the receipt, so that nobody sends it twice; a window leaves nothing behind.
  return given.window === "yes"
    ? { outcome: "done", say: receipt, lasting: true }
    : { outcome: "done", replace: receipt };
}

async function confirm(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const answer = (["yes", "not-quite"] as const).find((known) => known === given.answer);
  if (answer === undefined) return notForYou(needs, contacts);
  const outcome = await confirmWin(needs, { contactIds, winId: given.win ?? "", answer });
  if (outcome.kind === "refused") return notForYou(needs, contacts);
  const { view, steward } = outcome;
  const card = winCard(needs.wordsFor(steward.language), view, steward, "not-quite");
  return { outcome: "done", replace: card };
}

async function show(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const outcome = await findWin(needs, { contactIds, winId: given.win ?? "" });
  if (outcome.kind === "refused") return notForYou(needs, contacts);
  const words = needs.wordsFor(outcome.steward.language);
  const { nodes } = winCard(words, outcome.view, outcome.steward);
  return { outcome: "done", dialog: { title: words.say("win.notice.title"), nodes } };
}

function notForYou(needs: ActionNeeds, contacts: ActionRequest["contacts"]): Reply {
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  return { outcome: "refused", say: noteCard(words, "win.notForYou") };
}
