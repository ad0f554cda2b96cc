/** A JSON object as it goes over the wire. */
export type Json = Record<string, unknown>;

/** A Slack account: the user's id means nothing without the user's own team. */
export interface Person {
  readonly team: string;
  readonly user: string;
}

/** The account id of the roster: `T.../U...`. */
export function personKey({ team, user }: Person): string {
  return `${team}/${user}`;
}

/** One organisation's own app, made from our manifest. Several workspaces may have installed it. */
export interface SlackApp {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** xapp-...: Socket Mode. */
  readonly appToken: string;
  redirectUris: readonly string[];
  /** Whether OAuth hands out tokens that end after twelve hours. */
  rotation: boolean;
  /** What the app asks for when it is installed. */
  scopes: readonly string[];
}

/** A workspace, and what our app is in it. `token` is null while the app is not installed. */
export interface SlackWorkspace {
  readonly team: string;
  readonly name: string;
  readonly domain: string;
  readonly enterprise: { readonly id: string; readonly name: string } | null;
  /** The app is installed for the whole enterprise. */
  readonly orgWide: boolean;
  readonly app: SlackApp;
  readonly botUser: string;
  readonly botId: string;
  /** The newest bot token. */
  token: string | null;
  /** Whether people may write to the app: without its tab Slack refuses direct messages. */
  messagesTab: boolean;
}

export interface SlackToken {
  readonly token: string;
  readonly kind: "bot" | "refresh" | "app";
  readonly app: SlackApp;
  /** Null for tokens of the app itself. */
  readonly workspace: SlackWorkspace | null;
  scopes: readonly string[];
  state: "active" | "revoked" | "used";
  /** Milliseconds of the epoch; null when it does not end. */
  expiresAt: number | null;
}

export interface SlackUser {
  readonly team: string;
  readonly id: string;
  name: string;
  isBot: boolean;
  /** A guest of its workspace: a local user with fewer rights. */
  isGuest: boolean;
  deleted: boolean;
  /** The bot may not see this person, although they are of its workspace. */
  hidden: boolean;
  locale: string;
  tz: string;
  email: string;
}

export interface SlackMessage {
  readonly type: "message";
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly team: string;
  readonly botId: string | null;
  readonly appId: string | null;
  readonly clientMsgId: string | null;
  readonly threadTs: string | null;
  text: string;
  blocks: readonly Json[];
  metadata: Json | null;
  edited: boolean;
}

export interface SlackChannel {
  id: string;
  readonly type: "channel" | "group" | "im";
  readonly name: string;
  /** The workspace it belongs to; for an `im`, the one that the app is installed in. */
  readonly team: string;
  /** All workspaces in it; more than one means that it is shared with another organisation. */
  readonly teams: Set<string>;
  /** Account ids (`T/U`), the app's bot among them. */
  readonly members: Set<string>;
  /** Whom an `im` is with. */
  readonly person: Person | null;
  archived: boolean;
  readonly messages: SlackMessage[];
}

/** What one person alone sees in a channel until they reload. */
export interface SlackEphemeral {
  readonly ts: string;
  readonly channel: string;
  readonly person: Person;
  readonly appId: string;
  readonly botUser: string;
  text: string;
  blocks: readonly Json[];
}

/** A modal or a home as it stands in front of a person. */
export interface SlackView {
  readonly id: string;
  readonly type: "modal" | "home";
  readonly person: Person;
  readonly workspace: SlackWorkspace;
  readonly rootId: string;
  readonly previousId: string | null;
  hash: string;
  blocks: readonly Json[];
  title: Json | null;
  submit: Json | null;
  close: Json | null;
  callbackId: string;
  privateMetadata: string;
  externalId: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
}

/** Good for one view within three seconds. */
export interface Trigger {
  readonly id: string;
  readonly workspace: SlackWorkspace;
  readonly person: Person;
  readonly at: number;
  used: boolean;
}

/** A `response_url`: five uses within thirty minutes. */
export interface ResponseUrl {
  readonly id: string;
  readonly workspace: SlackWorkspace;
  readonly person: Person;
  readonly channel: string;
  /** The message or ephemeral that was acted on; null after a command. */
  readonly ts: string | null;
  readonly at: number;
  readonly uses: Json[];
}
