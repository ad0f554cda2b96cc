import type { Card } from "../../../../src/ports/card.ts";
import type { Account, Command, Inbound, Interaction, Reply } from "../../../../src/ports/chat-adapter.ts";

/** A core that says what it is told and keeps what it was asked. */
export interface ScriptedInbound extends Inbound {
  readonly interactions: Interaction[];
  readonly commands: Command[];
  readonly homes: Account[];
  /** What every submission is answered with from now on; waits while it is a promise that does. */
  answer: (asked: Interaction | Command) => Reply | Promise<Reply>;
  homeCard: Card;
}

export function createScriptedInbound(): ScriptedInbound {
  const scripted: ScriptedInbound = {
    interactions: [],
    commands: [],
    homes: [],
    answer: () => ({ outcome: "done" }),
    homeCard: card("Your home"),
    async interact(interaction) {
      scripted.interactions.push(interaction);
      return scripted.answer(interaction);
    },
    async command(command) {
      scripted.commands.push(command);
      return scripted.answer(command);
    },
    async home(account) {
      scripted.homes.push(account);
      return scripted.homeCard;
    },
  };
  return scripted;
}

/** A core that answers only when it is let go; `asked` settles when it was asked. */
export function holdInbound(inbound: ScriptedInbound): {
  readonly asked: Promise<Interaction | Command>;
  release(reply: Reply): void;
} {
  const asked = Promise.withResolvers<Interaction | Command>();
  const reply = Promise.withResolvers<Reply>();
  inbound.answer = (what) => {
    asked.resolve(what);
    return reply.promise;
  };
  return { asked: asked.promise, release: reply.resolve };
}

/** A card of one line. */
export function card(text: string): Card {
  return { summary: text, nodes: [{ kind: "text", text }] };
}

/** A card of one line with buttons; each runs the action of its own name. */
export function buttonsCard(text: string, ...names: readonly string[]): Card {
  const buttons = names.map((name) => ({ label: name, action: { name, args: { of: text } } }));
  return {
    summary: text,
    nodes: [
      { kind: "text", text },
      { kind: "buttons", buttons },
    ],
  };
}
