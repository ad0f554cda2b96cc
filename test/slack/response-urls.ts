import { type Json, type Person, personKey, type ResponseUrl, type SlackWorkspace } from "./slack-model.ts";
import { addMessage, findChannel, type SlackState, withBlockIds } from "./slack-state.ts";

const mostUses = 5;
const milliseconds = 30 * 60_000;

/** A place to answer what the person just did in the channel; `ts` is the message or ephemeral they acted on. */
export function addResponseUrl(
  state: SlackState,
  workspace: SlackWorkspace,
  person: Person,
  place: { readonly channel: string; readonly ts: string | null },
): ResponseUrl {
  const added: ResponseUrl = {
    id: state.nextId("R"),
    workspace,
    person,
    ...place,
    at: state.now(),
    uses: [],
  };
  state.responseUrls.set(added.id, added);
  return added;
}

/** Counts one use of it; Slack's code when there is none left. */
export function takeUse(state: SlackState, id: string, body: Json): ResponseUrl | string {
  const url = state.responseUrls.get(id);
  if (url === undefined) return "invalid_url";
  if (state.now() - url.at > milliseconds) return "expired_url";
  if (url.uses.length >= mostUses) return "used_url";
  url.uses.push(body);
  return url;
}

/** Does what was posted to it; null when it was done, otherwise Slack's code. Throws when the blocks are refused. */
export function respond(
  state: SlackState,
  url: ResponseUrl,
  body: Json,
  checkBlocks: (payload: Json, code: string) => void,
): string | null {
  if (body.delete_original === true) return remove(state, url);
  const content = contentOf(state, body, checkBlocks);
  if (body.replace_original === true && url.ts !== null) return replace(state, url, content);
  say(state, url.workspace, url.person, url.channel, { ...content, inChannel: inChannel(body) });
  return null;
}

/** What the app says in answer to a command or click: to the person alone, or to the channel. */
export function say(
  state: SlackState,
  workspace: SlackWorkspace,
  person: Person,
  channelId: string,
  said: { readonly text: string; readonly blocks: readonly Json[]; readonly inChannel: boolean },
): void {
  const { text, blocks } = said;
  const channel = findChannel(state, channelId);
  const { app, botUser, botId, team } = workspace;
  if (said.inChannel && channel !== null) {
    const author = { user: botUser, team, botId, appId: app.id };
    addMessage(state, channel, {
      ...author,
      clientMsgId: null,
      threadTs: null,
      metadata: null,
      text,
      blocks,
    });
    return;
  }
  const ts = state.nextTs();
  const shown = withBlockIds(state, blocks);
  state.ephemerals.push({ ts, channel: channelId, person, appId: app.id, botUser, text, blocks: shown });
}

/** Whether everybody in the channel is to see it. */
export function inChannel(body: Json): boolean {
  return body.response_type === "in_channel";
}

/** Text and blocks of an answer, checked. */
export function contentOf(
  state: SlackState,
  body: Json,
  checkBlocks: (payload: Json, code: string) => void,
): { readonly text: string; readonly blocks: readonly Json[] } {
  const text = typeof body.text === "string" ? body.text : "";
  const blocks = Array.isArray(body.blocks) ? (body.blocks as Json[]) : [];
  checkBlocks({ text, blocks }, "invalid_blocks");
  return { text, blocks: withBlockIds(state, blocks) };
}

function remove(state: SlackState, { channel, ts }: ResponseUrl): string | null {
  const messages = findChannel(state, channel)?.messages ?? [];
  for (const list of [messages, state.ephemerals]) {
    const index = list.findIndex((shown) => shown.ts === ts && shown.channel === channel);
    if (index >= 0) list.splice(index, 1);
  }
  return null;
}

function replace(
  state: SlackState,
  { channel, ts, person }: ResponseUrl,
  content: { readonly text: string; readonly blocks: readonly Json[] },
): string | null {
  const message = findChannel(state, channel)?.messages.find((shown) => shown.ts === ts);
  if (message !== undefined) {
    Object.assign(message, content, { edited: true });
    return null;
  }
  const ephemeral = state.ephemerals.find((shown) => {
    return shown.ts === ts && shown.channel === channel && personKey(shown.person) === personKey(person);
  });
  if (ephemeral === undefined) return "message_not_found";
  Object.assign(ephemeral, content);
  return null;
}
