import type { Conversation, Surface } from "../../src/ports/chat-adapter.ts";

/** A person, as every organisation's Slack names them: the team they belong to and their user id there. */
export interface SlackPerson {
  readonly team: string;
  readonly user: string;
}

/** A place in one installation's view of Slack; `tenant` is its team or enterprise. */
export interface SlackPlace {
  readonly tenant: string;
  readonly channel: string;
}

/** Somebody to be reached; `via` is the team whose workspace is meant to reach an outsider. */
export interface SlackContact extends SlackPerson {
  readonly via?: string;
}

/**
 * Where a message is to go: `T/U`, `T/U/prompt/C` or `T/U/card/C`, each with `@T` where another team's workspace
 * reaches the person; or `T/C`, which is also what `send` gives back.
 */
export type SlackAddress =
  | (SlackContact & { readonly kind: "direct" })
  | (SlackContact & { readonly kind: "prompt" | "card"; readonly channel: string })
  | (SlackPlace & { readonly kind: "place" });

const team = "[TE][A-Z0-9]{1,30}";
const user = "[UW][A-Z0-9]{1,30}";
const channel = "[CG][A-Z0-9]{1,30}";
const personAddress = new RegExp(`^(${team})/(${user})(?:/(prompt|card)/(${channel}))?(?:@(${team}))?$`);
const placeAddress = new RegExp(`^(${team})/([CGD][A-Z0-9]{1,30})$`);

/** Null for what is no address of Slack. */
export function readAddress(to: string): SlackAddress | null {
  const place = readPlace(to);
  if (place !== null) return { kind: "place", ...place };
  const [, team, user, way, channel, via] = personAddress.exec(to) ?? [];
  if (team === undefined || user === undefined) return null;
  const person = { team, user, ...(via === undefined ? {} : { via }) };
  if (channel === undefined) return { kind: "direct", ...person };
  return { kind: way === "prompt" ? "prompt" : "card", ...person, channel };
}

/** Reads a conversation (or the address of a post); null for anything else. */
export function readPlace(conversation: string): SlackPlace | null {
  const [, tenant, channel] = placeAddress.exec(conversation) ?? [];
  return tenant === undefined || channel === undefined ? null : { tenant, channel };
}

/** The conversation as the rest of Rapport keeps it. */
export function conversationOf({ tenant, channel }: SlackPlace): Conversation {
  return `${tenant}/${channel}` as Conversation;
}

/** What can stand there. All of a channel read what is in it; only a direct message is one person's own. */
export function surfaceOf(to: string): Surface {
  const address = readAddress(to);
  if (address?.kind === "prompt") return "prompt";
  if (address?.kind === "card") return "notice";
  return address?.kind === "place" && !address.channel.startsWith("D") ? "notice" : "private";
}

/**
 * One word, the same at every call, for the workspace whose limits a message to this address uses: the person's own,
 * or `via`. Which of the two is installed can change, so that those with a `via` have a lane of their own.
 */
export function laneOf(to: string): string {
  const teams = teamsOf(to);
  return teams.length === 0 ? "none" : teams.join("@");
}

/** The teams whose workspaces may reach an address: the person's own, then `via`. */
export function teamsOf(to: string): readonly string[] {
  const address = readAddress(to);
  if (address === null) return [];
  if (address.kind === "place") return [address.tenant];
  return address.via === undefined ? [address.team] : [address.team, address.via];
}

/** `T1/U1`, as accounts of Slack are named everywhere in Rapport. */
export function accountIdOf({ team, user }: SlackPerson): string {
  return `${team}/${user}`;
}

/** Whether a message id could be one of Slack's at all: its `ts`. */
export function isTimestamp(messageId: string): boolean {
  return /^\d{1,12}\.\d{1,6}$/.test(messageId);
}
