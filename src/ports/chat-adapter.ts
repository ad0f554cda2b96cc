import type { Action, Card, Dialog } from "./card.ts";

export type Platform = "web" | "slack" | "teams" | "email";

/** Where a message can be put; made and read only by the adapter of its platform. */
export type Conversation = string & { readonly brand: "conversation" };

/** A platform's account, for example `T1/U1` on Slack. Opaque to everything but its adapter and the roster. */
export interface Account {
  readonly platform: Platform;
  readonly id: string;
  /**
   * Through whose workspace or tenant it came. An outsider is only the contact that is reached through that one: another
   * agency's app must neither show nor change what is between them and somebody else. Absent where there is but one.
   */
  readonly through?: string;
}

/** What came from a person on a platform, unchecked. `eventId` is the platform's own and makes it idempotent. */
export interface Interaction {
  readonly eventId: string;
  readonly account: Account;
  readonly conversation: Conversation;
  readonly action: Action;
  readonly fields: Readonly<Record<string, string>>;
}

/** Words typed to Rapport, without the leading `/pulse` or mention. */
export interface Command {
  readonly eventId: string;
  readonly account: Account;
  readonly conversation: Conversation;
  readonly text: string;
}

/** What to show after an interaction or command. It is returned only after the change is committed. */
export interface Reply {
  readonly outcome:
    | "done"
    | "refused"
    | "not-saved"
    /** The same event had its effect before, or is having it now: nothing is to be shown. */
    | "repeated";
  /** Takes the place of the card that was tapped. Drawn when it is read. */
  readonly replace?: Card;
  /**
   * In its stead after the busiest taps: reads what there is by then and draws it, for adapters that show it. Undefined
   * when there is nothing to show any more. May reject; what was tapped is kept all the same.
   */
  readonly redraw?: () => Promise<Card | undefined>;
  /** That card differs from the tapped one in nothing but which option of the tapped choice is pressed. */
  readonly onlyPressed?: boolean;
  /** A new message for the asker alone. */
  readonly say?: Card;
  /** `say` is no passing answer (a check-in, a receipt): where answers vanish, it goes to the asker's own conversation. */
  readonly lasting?: boolean;
  /** A window to open over what was tapped; platforms without windows never ask for one. */
  readonly dialog?: Dialog;
}

/** The core as adapters see it. Neither call rejects: a failure is a reply with `not-saved`. */
export interface Inbound {
  interact(interaction: Interaction): Promise<Reply>;
  command(command: Command): Promise<Reply>;
  /**
   * What a person finds on their own page inside the chat tool: open check-ins, partnerships, history, settings. The
   * same promise: a failure is a card that says so.
   */
  home(account: Account): Promise<Card>;
}

/** What a platform can do; differences are declared here and nowhere else. */
interface Capabilities {
  /** `key`: sending twice with one key gives one message. `history`: `find` can tell. `none`: nobody can tell. */
  readonly duplicates: "key" | "history" | "none";
  /** Whether a posted card can be replaced in place. */
  readonly updates: boolean;
}

/**
 * What can stand at an address. `private`: a card of one's own, to be tapped, found and replaced. `prompt`: for one
 * person's eyes, but it vanishes: a line with a button that opens one's own. `notice`: the same in a channel, for
 * everybody's eyes. `link`: taps cannot come back (e-mail), so that it carries a signed link.
 */
export type Surface = "private" | "prompt" | "notice" | "link";

/** How a send ended. `unknown` means that the message may or may not be there. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly conversation: Conversation; readonly messageId: string }
  | { readonly kind: "rate-limited"; readonly retryAfterSeconds: number }
  /** Nothing goes to this workspace or tenant until an operator acts; the message waits. Alerted once, by the adapter. */
  | { readonly kind: "paused"; readonly code: string }
  /** This route does not work for now or for ever; the next one is tried. `code` is the platform's own word. */
  | { readonly kind: "blocked" | "gone"; readonly code: string }
  /** Nothing was sent and a later attempt may work. */
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "unknown"; readonly code: string }
  /** Our own fault: it will never work as it is. */
  | { readonly kind: "rejected"; readonly code: string };

export interface Outgoing {
  /** Where to: a contact's route address, or a conversation named by a roster (`posts`). */
  readonly to: string;
  readonly card: Card;
  /** The same for every attempt at this message. */
  readonly key: string;
  /** Only one side may read it: refused (`blocked`, code `shared_channel`) where both sides do. */
  readonly oneSide?: boolean;
  /** Notices of one round to one channel are one message: the second is `sent` where the first one stands. */
  readonly shareKey?: string;
}

/** One platform. Every implementation passes `test/contracts/chat-adapter.ts`. */
export interface ChatAdapter {
  readonly platform: Platform;
  readonly capabilities: Capabilities;
  /** Also for a conversation that `send` gave back. */
  surface(to: string): Surface;
  /** Addresses of one lane share a limit of the platform, such as a workspace; lanes do not wait for each other. */
  lane(to: string): string;
  /** Sends once, without retries of its own. Does not reject: every failure is an outcome. */
  send(outgoing: Outgoing): Promise<SendOutcome>;
  /** Looks for a message that was sent with this key. */
  find(outgoing: Pick<Outgoing, "to" | "key">): Promise<
    | { readonly kind: "found"; readonly conversation: Conversation; readonly messageId: string }
    /** `cannot-tell`: not now. `untraceable`: nothing there can ever be looked for. */
    | { readonly kind: "absent" | "cannot-tell" | "untraceable" }
  >;
  /** Replaces a posted card, best effort: false when it could not. */
  update(message: {
    readonly conversation: Conversation;
    readonly messageId: string;
    readonly card: Card;
  }): Promise<boolean>;
}
