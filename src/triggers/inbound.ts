import { RapportError } from "../errors.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { Card } from "../ports/card.ts";
import type { Command, Inbound, Interaction, Reply } from "../ports/chat-adapter.ts";
import type { ActionNeeds } from "./action.ts";
import { actions } from "./actions.ts";
import { runChatCommand } from "./chat-commands.ts";
import type { CommandNeeds } from "./commands/chat-command.ts";
import { homeCard } from "./home-card.ts";
import { findPerson } from "./person.ts";

/**
 * The core as adapters see it: finds out who acts, runs the flow and answers. The only place besides the workers
 * that catches broadly: whatever fails becomes "not saved", said to the person, with a code in the log.
 */
export function createInbound(needs: ActionNeeds & CommandNeeds): Inbound {
  return {
    interact: (interaction) => guarded(needs, interaction.action.name, () => interact(needs, interaction)),
    command: (command) =>
      guarded(needs, "command", () => once(needs, command, () => answerCommand(needs, command))),
    home: async (account) => {
      const reply = await guarded(needs, "home", async () => {
        const { contacts } = await findPerson(needs.transact, account);
        return { outcome: "done", say: await homeCard(needs, contacts) };
      });
      return reply.say ?? note(needs, "home", "reply.notSaved");
    },
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
  const run = (contactIds: readonly string[], contacts: readonly Contact[] = []) =>
    handle.run(needs, { eventId, account, conversation, contactIds, contacts, given });
  // A tap on one's own card is the busiest of all: its one statement finds the person.
  if (handle.lookUp === "nothing") return run([]);
  // A browser's account is the contact itself.
  if (handle.lookUp === "ids" && account.platform === "web") return run([account.id]);
  const { contacts } = await findPerson(needs.transact, account);
  const contactIds = contacts.map(({ id }) => id);
  if (handle.lookUp === "ids") return run(contactIds);
  return once(needs, interaction, () => run(contactIds, contacts));
}

/**
 * Chat platforms deliver an event again when they are not sure that it arrived. A browser does not, and numbers its
 * forms when it draws them, so that one number may come with changed words.
 */
async function once(
  needs: ActionNeeds,
  { eventId, account }: Pick<Interaction, "eventId" | "account">,
  work: () => Promise<Reply>,
): Promise<Reply> {
  if (account.platform === "web") return work();
  const claim = await needs.transact(({ submissions }) => submissions.begin(eventId, needs.clock.now()));
  if (claim === "done") return { outcome: "repeated" };
  // The first one may still fail: nobody is told that it is kept.
  if (claim === "busy") return { outcome: "not-saved", say: note(needs, "busy", "reply.notSaved") };
  try {
    const reply = await work();
    const isKept = reply.outcome === "done";
    await needs.transact(({ submissions }) =>
      isKept ? submissions.end(eventId) : submissions.giveBack(eventId),
    );
    return reply;
  } catch (error) {
    await needs.transact(({ submissions }) => submissions.giveBack(eventId)).catch(() => {});
    throw error;
  }
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
