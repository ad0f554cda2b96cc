import { RapportError } from "../errors.ts";
import type { Action, Card, CardNode } from "../ports/card.ts";
import type { Conversation, Inbound, Reply } from "../ports/chat-adapter.ts";
import type { Ids } from "../ports/ids.ts";
import type { MessageBoard } from "../ports/page.ts";

/** A card in front of somebody, with the message that it stands in. */
export interface Screen {
  readonly messageId: string;
  readonly card: Card;
}

/** What a tap led to: the card as it now stands, and how the core took it. */
export interface TapResult {
  readonly screen: Screen;
  readonly outcome: Reply["outcome"];
}

/** Taps and types as somebody in the browser would, and puts the replies on the board as the web adapter does. */
export interface SimulatedBrowser {
  tap(
    contactId: string,
    screen: Screen,
    action: Action,
    fields?: Readonly<Record<string, string>>,
  ): Promise<TapResult>;
  /** Types a line; `/pulse` in front is taken off, as on the web page. */
  type(contactId: string, line: string): Promise<void>;
}

/** Both ways reject with RapportError `simulation.not-saved` when the core could not keep what was done. */
export function createSimulatedBrowser({
  inbound,
  board,
  ids,
  done,
}: {
  readonly inbound: Inbound;
  readonly board: MessageBoard;
  readonly ids: Ids;
  /** Told of everything that was done: the action's name, or "typed". */
  readonly done: (what: string) => void;
}): SimulatedBrowser {
  // A browser conversation is named by its contact.
  const from = (contactId: string) => ({
    account: { platform: "web" as const, id: contactId },
    conversation: contactId as Conversation,
  });
  /** The card that took the place of the tapped one, if one did. */
  const keep = async (contactId: string, eventId: string, messageId: string | null, reply: Reply) => {
    if (reply.outcome === "not-saved") {
      throw new RapportError("simulation.not-saved", "The simulation stopped: an answer could not be saved.");
    }
    if (reply.say !== undefined) await board.post(contactId, `reply:${eventId}`, reply.say);
    const card = reply.replace ?? (await reply.redraw?.());
    if (card !== undefined && messageId !== null) await board.replace(contactId, messageId, card);
    return card;
  };
  return {
    async tap(contactId, { messageId, card }, action, fields = {}) {
      const eventId = ids.next();
      const reply = await inbound.interact({ ...from(contactId), eventId, action, fields });
      const shown = await keep(contactId, eventId, messageId, reply);
      done(action.name);
      return { screen: { messageId, card: shown ?? card }, outcome: reply.outcome };
    },
    async type(contactId, line) {
      const eventId = ids.next();
      await board.say(contactId, line, `say:${eventId}`);
      const text = line.replace(/^\/pulse\s+/u, "");
      await keep(contactId, eventId, null, await inbound.command({ ...from(contactId), eventId, text }));
      done("typed");
    },
  };
}

type Node<Kind extends CardNode["kind"]> = Extract<CardNode, { readonly kind: Kind }>;

/** The statements of a card that can be rated, in their order. */
export function choicesOn({ card }: Screen): readonly Node<"choice">[] {
  return card.nodes.filter((node) => node.kind === "choice");
}

/** The form of a card; null when it has none. */
export function formOn({ card }: Screen): Node<"form"> | null {
  return card.nodes.find((node) => node.kind === "form") ?? null;
}

/** The action of the first button of that name whose arguments include these; null when there is none. */
export function buttonOn({ card }: Screen, name: string, args: Action["args"] = {}): Action | null {
  const buttons = card.nodes.flatMap((node) => (node.kind === "buttons" ? node.buttons : []));
  const found = buttons.find(
    ({ action }) =>
      action.name === name && Object.entries(args).every(([key, value]) => action.args[key] === value),
  );
  return found?.action ?? null;
}
