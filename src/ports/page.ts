import type { Temporal } from "temporal-polyfill";
import type { Action, Card, CardNode } from "./card.ts";

/** A browser page without HTML: adapters/web draws it. Strings are data, as in cards. */
export interface Page {
  readonly title: string;
  /** Path of this page, so that the navigation can mark it. */
  readonly path: string;
  readonly navigation: readonly { readonly label: string; readonly path: string }[];
  /** Which of the viewer's contacts acts through this page's buttons; the first one when it is absent. */
  readonly actor?: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading?: string;
  /** Drawn as one framed card, or as plain page content. */
  readonly framed: boolean;
  readonly nodes: readonly CardNode[];
}

/** Who looks at a page, from the session; `contactIds` are all contacts that this person is. */
export interface Viewer {
  readonly contactIds: readonly string[];
  /**
   * `door`: the open local default (loopback only). `pages`: came by a magic link. `check-in`: came by a signed
   * link and may answer this one invitation, nothing else. `since` (ISO 8601) is there when somebody else handed
   * the link over: nothing is shown that was answered before it was used.
   */
  readonly scope:
    | { readonly kind: "door" }
    | (Omit<PagesPurpose, "path"> & { readonly since?: string })
    | (CheckInPurpose & { readonly since?: string });
}

export type PageResult =
  | { readonly kind: "page"; readonly page: Page }
  | { readonly kind: "not-found" }
  /** The page exists, but not for this viewer; `reason` is in plain words. */
  | { readonly kind: "refused"; readonly reason: string };

/** A message in a browser conversation. `personal` lines are what the person typed. */
export interface BoardMessage {
  readonly id: string;
  readonly from: "rapport" | "person";
  /** Null for a typed line. */
  readonly card: Card | null;
  readonly text: string | null;
  readonly at: Temporal.Instant;
}

/** Keeps the browser's conversations; implemented by `db`, used by adapters/web. */
export interface MessageBoard {
  /** Adds a card unless one with this key is there; returns the message's id either way. */
  post(conversation: string, key: string, card: Card): Promise<string>;
  /** Adds a line that the person typed, unless one with this key is there: a double click is one line. */
  say(conversation: string, text: string, key: string): Promise<void>;
  find(conversation: string, key: string): Promise<string | null>;
  /** Replaces a card of that conversation; false when it has no such message. */
  replace(conversation: string, messageId: string, card: Card): Promise<boolean>;
  /** The newest messages, oldest first. */
  list(conversation: string, limit: number): Promise<readonly BoardMessage[]>;
  /** Changes whenever a message of the conversation is added or replaced. */
  revision(conversation: string): Promise<string>;
}

/** What a link token opens. */
export type LinkPurpose = CheckInPurpose | PagesPurpose;

interface CheckInPurpose {
  readonly kind: "check-in";
  readonly invitationId: string;
  /** Somebody else was given the link to hand it over, and could open it first. */
  readonly handedOver?: true;
}

interface PagesPurpose {
  readonly kind: "pages";
  readonly path: string;
  /** As above: it opens the introduction, the check-in and the help only. */
  readonly handedOver?: true;
  /** The operator made it: it opens no page with a person's own answers or settings. */
  readonly byOperator?: true;
}

/** Browser sessions and links; implemented by `db`, used by adapters/web. */
export interface SessionKeeper {
  /** Looks at a link without using it up: what it opens, or why it does not. */
  peek(
    token: string,
  ): Promise<
    | { readonly kind: "open"; readonly purpose: LinkPurpose }
    | { readonly kind: "used" | "expired" | "unknown" }
  >;
  /** Uses the link up and starts a session; null when it was used, expired or never there. */
  redeem(token: string): Promise<{
    readonly sessionId: string;
    readonly expiresAt: Temporal.Instant;
    readonly path: string;
  } | null>;
  /** The viewer behind a session, or null when it has ended. */
  viewer(sessionId: string): Promise<Viewer | null>;
  end(sessionId: string): Promise<void>;
}

/** The person picker of the open local door. */
export interface DoorEntry {
  readonly contactId: string;
  readonly name: string;
  readonly organisation: string;
  readonly sideLabel: string;
  readonly partnership: { readonly key: string; readonly name: string };
  readonly role: string;
}

/** A contact's own conversation in the browser. */
export interface ContactConversation {
  readonly conversation: string;
  readonly name: string;
  /** The partnership's name. */
  readonly partnership: string;
  /** The pages that this contact may see. */
  readonly navigation: Page["navigation"];
  /** A moment in the contact's own zone and language, as everywhere else. */
  sayMoment(moment: Temporal.Instant): string;
}

/** What adapters/web needs from the core besides `Inbound`. */
export interface WebHost {
  /** Everybody on the roster, for the open local door. */
  doorEntries(): Promise<readonly DoorEntry[]>;
  /** The contact's conversation id, heading and way of reading. Null when there is no such contact. */
  conversationOf(contactId: string): Promise<ContactConversation | null>;
  /** What stands under a path for this viewer. */
  page(path: string, query: Readonly<Record<string, string>>, viewer: Viewer): Promise<PageResult>;
  /** The card of one invitation as it stands, for the signed link; null when it is closed or gone. */
  checkInCard(
    invitationId: string,
    /** Only what was answered at or after this moment (ISO 8601) is shown; all when it is absent. */
    since?: string,
    /** What was just tapped, and by whom: null unless the invitation is theirs. */
    after?: { readonly action: Action; readonly contactIds: readonly string[] },
  ): Promise<Card | null>;
  /** Whether a viewer's session may run an action by this name. */
  mayRun(viewer: Viewer, action: string): boolean;
}
