import { changeSettings } from "../check-ins/change-settings.ts";
import { type IntroductionAnswer, respondToIntroduction } from "../check-ins/respond-to-introduction.ts";
import { smallSideNodes } from "../check-ins/small-side-nodes.ts";
import { sendSoon } from "../messages/send-soon.ts";
import type { Card } from "../ports/card.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import type { Words } from "../ports/words.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { noteCard } from "./note-card.ts";

const introductionAnswers: readonly IntroductionAnswer[] = ["start", "later", "not-me"];

/** The introduction's three answers, and the small side's consent. */
export const consentActions: Readonly<Record<string, ActionHandler>> = {
  introduction: { lookUp: "ids", run: answerIntroduction },
  "small-side": { lookUp: "contacts", run: answerSmallSide },
};

async function answerIntroduction(needs: ActionNeeds, { contactIds, given }: ActionRequest): Promise<Reply> {
  const contactId = given.contact ?? "";
  const answer = introductionAnswers.find((known) => known === given.answer);
  if (answer === undefined || !contactIds.includes(contactId)) return notYours(needs);
  const outcome = await respondToIntroduction(needs, { contactIds, contactId, answer });
  if (outcome.kind === "refused") return notYours(needs);
  const words = needs.wordsFor(outcome.contact.language);
  if (outcome.kind === "later")
    return {
      outcome: "done",
      replace: noteCard(words, outcome.asksAgain ? "introduction.laterSaid" : "introduction.laterAgain"),
    };
  if (outcome.kind === "declined") return { outcome: "done", replace: declinedCard(words, contactId) };
  if (outcome.invited) await needs.transact(({ jobs }) => sendSoon(jobs));
  return { outcome: "done", replace: startedCard(words, contactId, outcome) };
}

/** The card need not wait for the next tick: its message is due now. */

function declinedCard(words: Words, contactId: string): Card {
  const text = words.say("introduction.declined");
  const again = {
    label: words.say("introduction.changedMind"),
    action: { name: "introduction", args: { contact: contactId, answer: "start" } },
  };
  return {
    summary: text,
    nodes: [
      { kind: "text", text },
      { kind: "buttons", buttons: [again] },
    ],
  };
}

function startedCard(
  words: Words,
  contactId: string,
  started: { readonly invited: boolean; readonly sideSize: number },
): Card {
  const text = words.say("introduction.started", { invited: started.invited ? "yes" : "no" });
  const smallSide = smallSideNodes(words, { id: contactId }, started.sideSize);
  return {
    summary: text,
    nodes: [
      { kind: "text", text, tone: "good" },
      { kind: "text", text: words.say("introduction.startedLater"), tone: "quiet" },
      ...(smallSide.length === 0 ? [] : [{ kind: "divider" as const }, ...smallSide]),
    ],
  };
}

/** Consent is the one contact's that was asked, whoever else the same person is. */
async function answerSmallSide(needs: ActionNeeds, { contacts, given }: ActionRequest): Promise<Reply> {
  const contact = contacts.find(({ id }) => id === given.contact);
  if (contact === undefined) return notYours(needs);
  const isGiven = given.answer === "yes";
  await changeSettings(needs, {
    contactIds: [contact.id],
    change: { kind: "small-side-consent", isGiven },
  });
  const words = needs.wordsFor(contact.language);
  return {
    outcome: "done",
    replace: noteCard(words, isGiven ? "introduction.agreed" : "introduction.disagreed"),
  };
}

function notYours(needs: ActionNeeds): Reply {
  return { outcome: "refused", say: noteCard(needs.wordsFor("en"), "reply.notYours") };
}
