import { checkInCard } from "../check-ins/check-in-card.ts";
import { introductionCard } from "../check-ins/introduction.ts";
import type { InvitationDetail } from "../check-ins/invitation-store.ts";
import { promptForm } from "../check-ins/prompt-form.ts";
import { ownInvitation } from "../check-ins/record-rating.ts";
import { settingsForm } from "../check-ins/settings-card.ts";
import { takesPart } from "../partnerships/contact.ts";
import type { Card, CardNode, Dialog } from "../ports/card.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import type { Words } from "../ports/words.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { historyCommand } from "./commands/history.ts";
import { statusCommand } from "./commands/status.ts";
import { noteCard } from "./note-card.ts";

/** What opens in a window of its own, where the platform has windows: forms, and what others should not see. */
export const windowActions: Readonly<Record<string, ActionHandler>> = {
  "open-mine": { findsContact: false, run: openMine },
  "prompt-form": { findsContact: true, run: openPrompt },
  "settings-form": { findsContact: false, run: openSettings },
  "show-status": {
    findsContact: false,
    run: (needs, request) => fromCommand(needs, request, statusCommand, request.given.partnership ?? ""),
  },
  "show-history": {
    findsContact: false,
    run: (needs, request) => fromCommand(needs, request, historyCommand, ""),
  },
};

/** The person's own open check-in, or what comes before it; with `invitation`, that one. */
async function openMine(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  const detail = await openDetail(needs, contactIds, given.invitation);
  if (detail !== null) {
    const card = checkInCard({ bank: needs.bank, words: needs.wordsFor(detail.contact.language) }, detail);
    return shown(words.say("notice.title"), card);
  }
  const waiting = contacts.find((contact) => contact.pausedAt === null && !takesPart(contact));
  const partnership =
    waiting && (await needs.transact(({ partnerships }) => partnerships.get(waiting.partnershipId)));
  if (waiting !== undefined && partnership)
    return shown(words.say("notice.title"), introductionCard(words, waiting, partnership));
  return shown(words.say("notice.title"), noteCard(words, "notice.none"));
}

async function openDetail(
  needs: ActionNeeds,
  contactIds: readonly string[],
  invitationId: string | undefined,
): Promise<InvitationDetail | null> {
  const now = needs.clock.now();
  return needs.transact(async ({ invitations }) => {
    if (invitationId !== undefined) {
      const detail = await ownInvitation(invitations, { invitationId, contactIds });
      const isOpen = detail !== null && detail.invitation.closesAt.epochMilliseconds > now.epochMilliseconds;
      return isOpen ? detail : null;
    }
    const [open] = await invitations.openOf(contactIds, now);
    return open === undefined ? null : invitations.detail(open.id);
  });
}

async function openPrompt(needs: ActionNeeds, { contactIds, given }: ActionRequest): Promise<Reply> {
  const detail = await openDetail(needs, contactIds, given.invitation ?? "");
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
