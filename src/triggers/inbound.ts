import { RapportError } from "../errors.ts";
import type { Card } from "../ports/card.ts";
import type { Command, Inbound, Interaction, Reply } from "../ports/chat-adapter.ts";
import type { ActionNeeds } from "./action.ts";
import { actions } from "./actions.ts";
import { runChatCommand } from "./chat-commands.ts";
import type { CommandNeeds } from "./commands/chat-command.ts";
import { findPerson } from "./person.ts";

/**
 * The core as adapters see it: finds out who acts, runs the flow and answers. The only place besides the workers
 * that catches broadly: whatever fails becomes "not saved", said to the person, with a code in the log.
 */
export function createInbound(needs: ActionNeeds & CommandNeeds): Inbound {
  return {
    interact: (interaction) => guarded(needs, interaction.action.name, () => interact(needs, interaction)),
    command: (command) => guarded(needs, "command", () => answerCommand(needs, command)),
  };
}

async function interact(needs: ActionNeeds, interaction: Interaction): Promise<Reply> {
  const handle = Object.hasOwn(actions, interaction.action.name)
    ? actions[interaction.action.name]
    : undefined;
  if (handle === undefined) return { outcome: "refused", say: note(needs, "web", "reply.unknownAction") };
  const { account, conversation, eventId } = interaction;
  // What a button carries stands over a form field of the same name.
  const given = { ...interaction.fields, ...interaction.action.args };
  // A tap on one's own card names the contact by itself: one look-up less on the busiest path.
  if (handle.findsContact) {
    const contactIds =
      account.platform === "web"
        ? [account.id]
        : (await findPerson(needs.transact, account)).contacts.map(({ id }) => id);
    return handle.run(needs, { eventId, account, conversation, contactIds, contacts: [], given });
  }
  const { contacts } = await findPerson(needs.transact, account);
  return handle.run(needs, {
    eventId,
    account,
    conversation,
    contactIds: contacts.map(({ id }) => id),
    contacts,
    given,
  });
}

async function answerCommand(needs: CommandNeeds, command: Command): Promise<Reply> {
  const person = await findPerson(needs.transact, command.account);
  return runChatCommand(needs, person, command.text);
}

async function guarded(needs: ActionNeeds, what: string, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof RapportError ? error.code : "unexpected";
    needs.logger.warn({ code, what, error }, "A submission could not be kept.");
    return { outcome: "not-saved", say: note(needs, code, "reply.notSaved") };
  }
}

function note(needs: Pick<ActionNeeds, "wordsFor">, code: string, key: string): Card {
  const text = needs.wordsFor("en").say(key, { code });
  return { summary: text.slice(0, 150), nodes: [{ kind: "text", text, tone: "warning" }] };
}
