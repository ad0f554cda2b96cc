import type { Json, Person, SlackChannel, SlackWorkspace } from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";

/** Slack's old shared word, in every payload and good for nothing. */
export const verificationToken = "deprecated-verification-token";

/** Where an event comes from. */
export interface EventOrigin {
  readonly workspace: SlackWorkspace;
  /** Who did it; null when it was nobody. An outsider's own team stands outside, the installing one inside. */
  readonly actor: Person | null;
  readonly channel: SlackChannel | null;
}

/**
 * The wrapper of the Events API. From outsiders `team_id` is their own team: only `authorizations` names the
 * installation (payloads recorded in slackapi/bolt-python, tests/slack_bolt/request/test_internals.py).
 */
export function eventPayload(
  state: SlackState,
  { workspace, actor, channel }: EventOrigin,
  event: Json,
): Json {
  const { team, enterprise, app } = workspace;
  return {
    token: verificationToken,
    team_id: actor?.team ?? team,
    context_team_id: team,
    context_enterprise_id: enterprise?.id ?? null,
    api_app_id: app.id,
    event,
    type: "event_callback",
    event_id: state.nextId("Ev"),
    event_time: Math.floor(state.now() / 1_000),
    authorizations: [
      {
        enterprise_id: enterprise?.id ?? null,
        team_id: team,
        user_id: workspace.botUser,
        is_bot: true,
        is_enterprise_install: workspace.orgWide,
      },
    ],
    is_ext_shared_channel: channel !== null && channel.teams.size > 1,
    event_context: state.nextId("4-"),
  };
}

/** `message` in a direct conversation: Slack escapes the text, and outsiders bring their team along. */
export function messageEvent(
  { workspace, actor, channel }: { workspace: SlackWorkspace; actor: Person; channel: SlackChannel },
  message: { readonly ts: string; readonly text: string; readonly id: string },
): Json {
  const isOutsider = actor.team !== workspace.team;
  return {
    type: "message",
    client_msg_id: message.id,
    user: actor.user,
    text: escapeText(message.text),
    ts: message.ts,
    team: actor.team,
    ...(isOutsider && { user_team: actor.team, source_team: actor.team }),
    blocks: [richText(message.text)],
    channel: channel.id,
    event_ts: message.ts,
    channel_type: "im",
  };
}

/** What Slack does to `&`, `<` and `>` in everything that people type into messages and commands. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function richText(text: string): Json {
  const section = { type: "rich_text_section", elements: [{ type: "text", text }] };
  return { type: "rich_text", block_id: "typed", elements: [section] };
}
