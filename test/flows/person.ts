import type { Action, Card, CardNode } from "../../src/ports/card.ts";
import type { Conversation, Interaction, Reply } from "../../src/ports/chat-adapter.ts";
import type { TestRapport } from "../engines/start-rapport.ts";

/** A contact in front of their browser conversation: taps what stands on the board and types, nothing else. */
export interface Person {
  readonly id: string;
  /** Every card on the board, oldest first. */
  cards(): Promise<readonly Card[]>;
  /** Cards that offer this action. */
  cardsWith(action: string): Promise<readonly Card[]>;
  /** The action with this name on the newest card that has it, with the given arguments among its own. */
  action(
    name: string,
    args?: Action["args"],
  ): Promise<{ readonly action: Action; readonly messageId: string }>;
  /** Taps it; the board then shows the reply as adapters/web does. */
  tap(name: string, args?: Action["args"], fields?: Interaction["fields"]): Promise<Reply>;
  /** Taps a value ("1" to "5", "cannot-say") of the n-th statement of the newest check-in. */
  rate(statement: number, value: string): Promise<Reply>;
  /** Types behind `/pulse`. */
  type(text: string): Promise<Reply>;
  /** What the adapter would hand over for a tap, to be bent. */
  interaction(name: string, args?: Action["args"], fields?: Interaction["fields"]): Promise<Interaction>;
}

let events = 0;

/** The person of that roster id. */
export function personOf(rapport: TestRapport, key: string): Person {
  const id = rapport.contactIds[key];
  if (id === undefined) throw new Error(`Nobody is called ${key}.`);
  const list = () => rapport.board.list(id, 1000);
  const cards = async () => (await list()).flatMap(({ card }) => (card === null ? [] : [card]));
  const from = { account: { platform: "web" as const, id }, conversation: id as Conversation };
  const find: Person["action"] = async (name, args = {}) => {
    for (const { id: messageId, card } of (await list()).toReversed()) {
      const action = actionsOf(card).find(
        (one) => one.name === name && Object.entries(args).every(([key, value]) => one.args[key] === value),
      );
      if (action !== undefined) return { action, messageId };
    }
    throw new Error(`No card of ${key} offers ${name} ${JSON.stringify(args)}.`);
  };
  const keep = async (reply: Reply, eventId: string, messageId: string) => {
    if (reply.outcome === "not-saved") return reply;
    if (reply.say !== undefined) await rapport.board.post(id, `reply:${eventId}`, reply.say);
    const replace = reply.replace ?? (await reply.redraw?.());
    if (replace !== undefined) await rapport.board.replace(id, messageId, replace);
    return { ...reply, ...(replace && { replace }) };
  };
  const tap: Person["tap"] = async (name, args, fields = {}) => {
    const { action, messageId } = await find(name, args);
    const eventId = nextEvent();
    return keep(await rapport.inbound.interact({ ...from, eventId, action, fields }), eventId, messageId);
  };
  return {
    id,
    cards,
    cardsWith: async (name) =>
      (await cards()).filter((card) => actionsOf(card).some((action) => action.name === name)),
    action: find,
    tap,
    async rate(statement, value) {
      const [newest] = (await cards()).filter((card) => statementsOf(card).length > 0).toReversed();
      const node = newest && statementsOf(newest)[statement];
      if (node === undefined) throw new Error(`No statement ${statement} stands before ${key}.`);
      return tap("rate", node.action.args, { value });
    },
    async type(text) {
      const eventId = nextEvent();
      return keep(await rapport.inbound.command({ ...from, eventId, text }), eventId, "");
    },
    interaction: async (name, args, fields = {}) => {
      const { action } = await find(name, args);
      return { ...from, eventId: nextEvent(), action, fields };
    },
  };
}

/** Ids as a platform gives them: another one for each tap. */
export function nextEvent(): string {
  events += 1;
  return `event-${events}`;
}

/** The rated statements of a check-in card, in order. */
export function statementsOf(card: Card): readonly Extract<CardNode, { kind: "choice" }>[] {
  return card.nodes.filter((node) => node.kind === "choice");
}

/** Every string that a card shows, in one. */
export function textOf(card: Card | undefined): string {
  const texts: string[] = [];
  JSON.stringify(card ?? null, (key, value: unknown) => {
    if (key !== "action" && typeof value === "string") texts.push(value);
    return key === "action" ? undefined : value;
  });
  return texts.join("\n");
}

function actionsOf(card: Card | null): readonly Action[] {
  return (card?.nodes ?? []).flatMap((node) => {
    if (node.kind === "choice") return [node.action];
    if (node.kind === "form") return [node.submit.action];
    return node.kind === "buttons" ? node.buttons.map((button) => button.action) : [];
  });
}
