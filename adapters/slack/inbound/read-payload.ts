import { z } from "zod";
import { RapportError } from "../../../src/errors.ts";

const id = z.string().min(1).max(255);
const team = z.string().regex(/^[TE][A-Z0-9]{1,30}$/);
const user = z.object({ id: z.string().regex(/^[UW][A-Z0-9]{1,30}$/), team_id: team.nullish() });
const channel = z.string().regex(/^[CGD][A-Z0-9]{1,30}$/);
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? "");

const view = z.object({
  id,
  type: z.enum(["modal", "home"]),
  hash: text,
  title: z.object({ text }).nullish(),
  callback_id: text,
  private_metadata: text,
  previous_view_id: id.nullish(),
  state: z.unknown().optional(),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })).default([]),
});

/** A tap on something in a message, a modal or on Home. */
export const clickPayload = z.object({
  user,
  team: z.object({ id: team }).nullish(),
  container: z.object({
    channel_id: channel.optional(),
    message_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  actions: z.array(
    z.object({ type: text, action_id: z.string(), block_id: text, action_ts: text, value: text }),
  ),
  message: z.object({ metadata: z.unknown().optional() }).nullish(),
  view: view.nullish(),
  state: z.unknown().optional(),
  response_url: z.string().nullish(),
  trigger_id: z.string().nullish(),
});

/** A modal's form that was sent. */
export const submissionPayload = z.object({
  user,
  team: z.object({ id: team }).nullish(),
  view,
  trigger_id: z.string().nullish(),
});

/** A shortcut on somebody's message. */
export const shortcutPayload = z.object({
  user,
  team: z.object({ id: team }).nullish(),
  callback_id: z.string(),
  channel: z.object({ id: channel }),
  message: z.object({ text, ts: z.string() }),
  action_ts: text,
  response_url: z.string().nullish(),
  trigger_id: z.string().nullish(),
});

/** A slash command. */
export const commandPayload = z.object({
  user_id: user.shape.id,
  team_id: team,
  channel_id: channel,
  text,
  trigger_id: id,
  response_url: z.string().nullish(),
});

/** A message that somebody wrote, in the app's own conversation or naming the app in a channel. */
export const messagePayload = z.object({
  team_id: team,
  event_id: id,
  event: z.object({
    channel,
    channel_type: z.string().optional(),
    user: user.shape.id,
    user_team: team.nullish(),
    source_team: team.nullish(),
    team: team.nullish(),
    text,
    thread_ts: z.string().nullish(),
  }),
});

/** Somebody opened the app's page. */
export const homePayload = z.object({
  team_id: team,
  event: z.object({ user: user.shape.id, tab: z.string().default("home") }),
});

/** The payload in its shape; throws RapportError `slack.malformed` for any other. */
export function readPayload<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new RapportError("slack.malformed", "Slack sent a payload of a form that is not known.");
}

/** A user as Slack names them beside the team that a payload is about, which is theirs where nothing else is said. */
export function personOf(
  { id, team_id }: z.infer<typeof user>,
  otherwise: string | null | undefined,
): { readonly team: string; readonly user: string } {
  const found = team_id ?? otherwise;
  if (found) return { team: found, user: id };
  throw new RapportError("slack.malformed", "Slack named a person without a team.");
}
