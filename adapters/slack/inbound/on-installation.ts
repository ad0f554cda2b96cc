import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { SlackPerson } from "../slack-address.ts";
import type { Arrival } from "./arrival.ts";
import type { InboundContext } from "./inbound-context.ts";
import { publishHome } from "./publish-home.ts";
import { homePayload, readPayload } from "./read-payload.ts";

const timed = z.object({ event_time: z.number().int().positive().max(1e11).nullish() });
const revoked = z.object({ event: z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) }) });
const moved = z.object({
  event: z.object({ old_channel_id: z.string().min(1), new_channel_id: z.string().min(1) }),
});
const shared = z.object({
  event: z.object({
    type: z.string(),
    channel: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
    connected_team_id: z.string().nullish(),
    previously_connected_team_id: z.string().nullish(),
  }),
});

/** Somebody opened the app's page. The event of an outsider names no team: it is known from what they did before. */
export async function onHome(context: InboundContext, body: unknown, { workspace }: Arrival): Promise<void> {
  const { event, team_id } = readPayload(homePayload, body);
  if (event.tab !== "home") return;
  const team = (await context.people.teamOf(workspace, event.user)) ?? team_id;
  const person: SlackPerson = { team, user: event.user };
  publishHome(context, workspace, person);
}

/** The app was taken out of the workspace. */
export async function onUninstalled(
  context: InboundContext,
  body: unknown,
  { workspace }: Arrival,
): Promise<void> {
  await context.workspaces.removed(workspace, timeOf(context, body));
}

/** Tokens were revoked; only a bot's token is what the app lives by. */
export async function onTokensRevoked(
  context: InboundContext,
  body: unknown,
  { workspace }: Arrival,
): Promise<void> {
  const { event } = readPayload(revoked, body);
  if ((event.tokens.bot ?? []).length > 0) await context.workspaces.removed(workspace, timeOf(context, body));
}

/** The end of the second in which it happened: Slack tells no more of it, and sends some events hours later. */
function timeOf({ clock }: InboundContext, body: unknown): Temporal.Instant {
  const { event_time: seconds } = readPayload(timed, body);
  return seconds == null ? clock.now() : Temporal.Instant.fromEpochMilliseconds(seconds * 1000 + 999);
}

/** A channel got another id, as it does when it is shared: what is posted to the old one goes to the new one. */
export async function onChannelMoved(
  { notes }: InboundContext,
  body: unknown,
  { workspace }: Arrival,
): Promise<void> {
  const { event } = readPayload(moved, body);
  await notes.keepMove(workspace.id, event.old_channel_id, event.new_channel_id);
}

/** Who reads a channel has changed. What one side alone may read is refused when it is sent. */
export async function onChannelShared(
  { logger }: InboundContext,
  body: unknown,
  { workspace }: Arrival,
): Promise<void> {
  const { event } = readPayload(shared, body);
  const channel = typeof event.channel === "object" ? event.channel?.id : event.channel;
  const team = event.connected_team_id ?? event.previously_connected_team_id;
  const code = `slack.${event.type.replaceAll("_", "-")}`;
  logger.warn({ code, workspace: workspace.id, channel, team }, "Who reads a Slack channel has changed.");
}
