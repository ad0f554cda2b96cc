import { checkInCard } from "../check-ins/check-in-card.ts";
import { introductionCard } from "../check-ins/introduction.ts";
import type { InvitationDetail } from "../check-ins/invitation-store.ts";
import { nextToAnswer } from "../check-ins/next-to-answer.ts";
import { promptForm } from "../check-ins/prompt-form.ts";
import { ownInvitation } from "../check-ins/record-rating.ts";
import { settingsForm } from "../check-ins/settings-card.ts";
import { type Contact, takesPart } from "../partnerships/contact.ts";
import type { Card, CardNode, Dialog } from "../ports/card.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import type { Words } from "../ports/words.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { historyCommand } from "./commands/history.ts";
import { statusCommand } from "./commands/status.ts";
import { noteCard } from "./note-card.ts";

/** What opens in a window of its own, where the platform has windows: forms, and what others should not see. */
export const windowActions: Readonly<Record<string, ActionHandler>> = {
  "open-mine": { lookUp: "contacts", run: openMine },
  "prompt-form": { lookUp: "ids", run: openPrompt },
  "settings-form": { lookUp: "contacts", run: openSettings },
  "show-status": {
    lookUp: "contacts",
    run: (needs, request) => fromCommand(needs, request, statusCommand, request.given.partnership ?? ""),
  },
  "show-history": {
    lookUp: "contacts",
    run: (needs, request) => fromCommand(needs, request, historyCommand, ""),
  },
};

/**
 * The person's own open check-in, or the introduction that comes before it; of the partnership or the invitation that is
 * named, if one is.
 */
async function openMine(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  const title = words.say("notice.title");
  const { invitation, partnership } = given;
  if (invitation !== undefined) {
    const detail = await openInvitation(needs, contactIds, invitation);
    return detail === null
      ? shown(title, noteCard(words, "notice.none"))
      : shown(title, cardOf(needs, detail));
  }
  const meant = contacts.filter(
    ({ partnershipId }) => partnership === undefined || partnershipId === partnership,
  );
  const ids = meant.map(({ id }) => id);
  const next = await needs.transact(({ invitations }) => nextToAnswer(invitations, ids, needs.clock.now()));
  if (next !== null && !next.isAnswered) return shown(title, cardOf(needs, next.detail));
  const introduction = await introductionFor(needs, meant);
  if (introduction !== null) return shown(title, introduction);
  return shown(title, next === null ? noteCard(words, "notice.none") : cardOf(needs, next.detail));
}

function cardOf({ bank, wordsFor }: ActionNeeds, detail: InvitationDetail): Card {
  return checkInCard({ bank, words: wordsFor(detail.contact.language) }, detail);
}

/** For somebody who has not started yet and did not pause. */
async function introductionFor(needs: ActionNeeds, contacts: readonly Contact[]): Promise<Card | null> {
  const waiting = contacts.find((contact) => contact.pausedAt === null && !takesPart(contact));
  if (waiting === undefined) return null;
  const partnership = await needs.transact(({ partnerships }) => partnerships.get(waiting.partnershipId));
  return partnership === null
    ? null
    : introductionCard(needs.wordsFor(waiting.language), waiting, partnership);
}

async function openInvitation(
  needs: ActionNeeds,
  contactIds: readonly string[],
  invitationId: string,
): Promise<InvitationDetail | null> {
  const now = needs.clock.now();
  const detail = await needs.transact(({ invitations }) =>
    ownInvitation(invitations, { invitationId, contactIds }),
  );
  const isOpen = detail !== null && detail.invitation.closesAt.epochMilliseconds > now.epochMilliseconds;
  return isOpen ? detail : null;
}

async function openPrompt(needs: ActionNeeds, { contactIds, given }: ActionRequest): Promise<Reply> {
  const detail = await openInvitation(needs, contactIds, given.invitation ?? "");
  if (detail === null)
    return { outcome: "refused", say: noteCard(needs.wordsFor("en"), "checkIn.impossible") };
  const words = needs.wordsFor(detail.contact.language);
  const nodes = promptForm({ bank: needs.bank, words }, detail, given.editing === "yes");
  const dialog = asDialog(words.say("prompt.windowTitle"), nodes);
  if (dialog.form === undefined) return { outcome: "refused", say: noteCard(words, "prompt.sealed") };
  return { outcome: "done", dialog };
}

async function openSettings(needs: ActionNeeds, { contacts }: ActionRequest): Promise<Reply> {
  const [contact] = contacts;
  if (contact === undefined)
    return { outcome: "refused", say: noteCard(needs.wordsFor("en"), "reply.stranger") };
  const words = needs.wordsFor(contact.language);
  const form = settingsForm(words, contact);
  const action = { name: "save-settings", args: { window: "yes" } };
  return {
    outcome: "done",
    dialog: asDialog(words.say("settings.title"), [{ ...form, submit: { ...form.submit, action } }]),
  };
}

async function fromCommand(
  needs: ActionNeeds,
  { account, contacts }: ActionRequest,
  command: typeof statusCommand,
  rest: string,
): Promise<Reply> {
  const words: Words = needs.wordsFor(contacts[0]?.language ?? "en");
  if (contacts.length === 0) return { outcome: "refused", say: noteCard(words, "reply.stranger") };
  const reply = await command.run(needs, { account, contacts }, rest, words, []);
  return reply.say === undefined ? reply : shown(words.say(`window.${command.name}`), reply.say);
}

function shown(title: string, card: Card): Reply {
  return { outcome: "done", dialog: { title, nodes: card.nodes } };
}

/** A form among nodes becomes the window's own; what stands above it stays there. */
function asDialog(title: string, nodes: readonly CardNode[]): Dialog {
  const form = nodes.find((node) => node.kind === "form");
  const above = nodes.filter(({ kind }) => kind === "text");
  return form === undefined ? { title, nodes } : { title, nodes: above, form };
}
