import type { webApi } from "@slack/bolt";
import { respond, takeUse } from "./response-urls.ts";
import type { Json } from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";
import { SlackRefusal } from "./web-api-call.ts";

/**
 * A `response_url` for a Slack that has none: what concerns a message is done through its Web API, what one person
 * sees is kept in the state. Slack's code when it is refused, null when it was done.
 */
export async function respondThrough(
  parts: {
    readonly state: SlackState;
    readonly client: webApi.WebClient;
    checkBlocks(payload: Json, code: string): void;
  },
  id: string,
  body: Json,
): Promise<string | null> {
  const { state, client, checkBlocks } = parts;
  const url = takeUse(state, id, body);
  if (typeof url === "string") return url;
  const { channel, ts } = url;
  const isMessage = ts !== null && !state.ephemerals.some((shown) => shown.ts === ts);
  const content = { channel, text: String(body.text ?? ""), blocks: body.blocks ?? [] };
  try {
    if (body.delete_original === true && isMessage) await client.apiCall("chat.delete", { channel, ts });
    else if (body.replace_original === true && isMessage) {
      await client.apiCall("chat.update", { ...content, ts });
    } else if (body.response_type === "in_channel") await client.apiCall("chat.postMessage", content);
    else return respond(state, url, body, checkBlocks);
    return null;
  } catch (error) {
    if (error instanceof SlackRefusal) return error.code;
    throw error;
  }
}
