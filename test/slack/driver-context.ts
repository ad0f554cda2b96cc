import type { Filling } from "./block-elements.ts";
import { type EventOrigin, eventPayload } from "./event-payloads.ts";
import type { Interactor } from "./interaction-payloads.ts";
import { addResponseUrl } from "./response-urls.ts";
import type { Delivery, Room, Sender } from "./send-to-app.ts";
import type { Forgery } from "./sign-request.ts";
import {
  type Json,
  type Person,
  personKey,
  type SlackChannel,
  type SlackEphemeral,
  type SlackMessage,
  type SlackView,
  type SlackWorkspace,
} from "./slack-model.ts";
import type { SlackStage } from "./slack-stage.ts";
import { findChannel, reachesOutsider } from "./slack-state.ts";

/** What is unusual about the next requests. */
export interface How extends Forgery {
  /** The team whose installation hears of it; without it the person's own, or the one that reaches them. */
  readonly installed?: string;
  /** Signed with the secret of this team's app. */
  readonly signedBy?: string;
  /** Fields may break the rules that Slack's own window keeps people to (empty, too long). */
  readonly unchecked?: boolean;
  /** Changes the payload before it is signed. */
  readonly alter?: (payload: Json) => Json;
}

/** What a person can tap in. */
export type Surface = SlackMessage | SlackEphemeral | SlackView;

/** What all parts of the driver share. */
export interface DriverContext {
  readonly stage: SlackStage;
  readonly sender: Sender;
  readonly how: How;
  /** What people have put into fields so far, by person and surface. */
  readonly fillings: Map<string, Map<string, Filling>>;
}

/** Sends a payload as the context says. */
export function deliver(
  { stage, sender, how }: DriverContext,
  room: Room,
  workspace: SlackWorkspace,
  payload: Json,
): Promise<Delivery> {
  const signer = how.signedBy === undefined ? undefined : stage.state.workspaces.get(how.signedBy);
  const secret = how.secret ?? signer?.app.signingSecret;
  const forgery = { ...how, ...(secret !== undefined && { secret }) };
  return sender.send(room, workspace, how.alter?.(payload) ?? payload, { forgery });
}

/** Wraps an event and sends it. */
export function deliverEvent(context: DriverContext, origin: EventOrigin, event: Json): Promise<Delivery> {
  const payload = eventPayload(context.stage.state, origin, event);
  return deliver(context, "events", origin.workspace, payload);
}

/** The installation that hears of the person. Throws when the app is nowhere near them. */
export function workspaceFor({ stage, how }: DriverContext, person: Person): SlackWorkspace {
  const { workspaces, users } = stage.state;
  const own = workspaces.get(how.installed ?? person.team);
  if (own !== undefined && (how.installed !== undefined || own.token !== null)) return own;
  const user = users.get(personKey(person));
  for (const workspace of workspaces.values()) {
    if (user !== undefined && workspace.token !== null && reachesOutsider(stage.state, workspace, user)) {
      return workspace;
    }
  }
  throw new Error(`no installed app is near ${personKey(person)}`);
}

/** Everything that an interaction starts with, with a fresh trigger. */
export async function interactorOf(
  { stage }: DriverContext,
  workspace: SlackWorkspace,
  person: Person,
  viewId: string | null,
): Promise<Interactor> {
  const triggerId = await stage.issueTrigger(workspace, person, viewId);
  return { state: stage.state, workspace, person, triggerId };
}

/** Whose app put the surface there. */
export function workspaceOf({ stage }: DriverContext, surface: Surface): SlackWorkspace {
  if (isView(surface)) return surface.workspace;
  const author = "type" in surface ? surface.user : surface.botUser;
  const found = [...stage.state.workspaces.values()].find(({ botUser }) => botUser === author);
  if (found === undefined) throw new Error(`${author} is no app's bot`);
  return found;
}

/** A new `response_url` for what the person does in the channel. */
export function responseUrl(
  { stage }: DriverContext,
  workspace: SlackWorkspace,
  person: Person,
  place: { readonly channel: string; readonly ts: string | null },
): string {
  return `${stage.url}/response/${addResponseUrl(stage.state, workspace, person, place).id}`;
}

/** The channel of a message that the person sees. Throws when they do not. */
export function placeOf(
  { stage }: DriverContext,
  person: Person,
  surface: SlackMessage | SlackEphemeral,
): SlackChannel {
  const channel = findChannel(stage.state, surface.channel);
  const seen = "type" in surface ? channel?.members.has(personKey(person)) : isTheirs(surface, person);
  if (channel === null || seen !== true) {
    throw new Error(`${personKey(person)} does not see ${surface.channel}/${surface.ts}`);
  }
  return channel;
}

/** Whether it is a modal or a home. */
export function isView(surface: Surface): surface is SlackView {
  return "hash" in surface;
}

function isTheirs(ephemeral: SlackEphemeral, person: Person): boolean {
  return personKey(ephemeral.person) === personKey(person);
}
