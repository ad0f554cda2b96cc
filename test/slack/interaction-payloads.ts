import { allOptions, type Filling, fieldState, type Interactive, textOf } from "./block-elements.ts";
import { escapeText, verificationToken } from "./event-payloads.ts";
import type {
  Json,
  Person,
  SlackChannel,
  SlackEphemeral,
  SlackMessage,
  SlackWorkspace,
} from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";
import { messageJson } from "./web-api-conversations.ts";

/** Who does something, and whose app hears of it. */
export interface Interactor {
  readonly state: SlackState;
  readonly workspace: SlackWorkspace;
  readonly person: Person;
  readonly triggerId: string;
}

/** What all interactions have in common. `team`: the installing one, except where Slack names the person's. */
export function interaction({ state, workspace, person, triggerId }: Interactor, type: string): Json {
  const { enterprise, orgWide } = workspace;
  const name = state.users.get(`${person.team}/${person.user}`)?.name ?? person.user;
  return {
    type,
    user: { id: person.user, username: name, name, team_id: person.team },
    api_app_id: workspace.app.id,
    token: verificationToken,
    trigger_id: triggerId,
    team: orgWide ? null : teamJson(workspace),
    enterprise,
    is_enterprise_install: orgWide,
  };
}

/** A team as payloads name it. */
export function teamJson(workspace: Pick<SlackWorkspace, "team" | "domain" | "enterprise">): Json {
  const { team, domain, enterprise } = workspace;
  if (enterprise === null) return { id: team, domain };
  return { id: team, domain, enterprise_id: enterprise.id, enterprise_name: enterprise.name };
}

/** Where a tapped message stands. Slack does not send the content of what only one person sees. */
export function messagePlace(
  state: SlackState,
  channel: SlackChannel,
  message: SlackMessage | SlackEphemeral,
): Json {
  const isEphemeral = !("type" in message);
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
    },
    channel: { id: channel.id, name: channel.type === "group" ? "privategroup" : channel.name },
    ...(!isEphemeral && { message: echoed(messageJson(state, message, true)) }),
  };
}

/** One tap: `actions[0]` as the element's kind wants it. `choice` is what is chosen or typed. */
export function actionJson({ blockId, element }: Interactive, choice: Filling | undefined, ts: string): Json {
  const type = String(element.type);
  const common = { type, action_id: element.action_id, block_id: blockId, action_ts: ts };
  if (type === "button") {
    const { value, style, url } = element;
    return { ...common, text: element.text, ...defined({ value, style, url }) };
  }
  if (type === "overflow") {
    const chosen = allOptions(element).find((option) => textOf(option.text) === choice);
    return { ...common, selected_option: chosen };
  }
  return { ...common, ...fieldState(element, choice), ...defined({ placeholder: element.placeholder }) };
}

/** Slack escapes the words of a message that it sends back (slackapi/bolt-python#513). */
function echoed(message: Json): Json {
  const copyOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copyOf);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
    if (copy.type === "plain_text") copy.text = escapeText(textOf(value));
    return copy;
  };
  return { ...message, blocks: copyOf(message.blocks) };
}

function defined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
