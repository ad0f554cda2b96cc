import type { createBlockCheck } from "./check-blocks.ts";
import type { Json, Person, SlackMessage, SlackView, SlackWorkspace } from "./slack-model.ts";

/** A view as the emulator answers it, in front of a person. */
export function emulatedView(workspace: SlackWorkspace, person: Person, json: Json): SlackView {
  return {
    id: String(json.id),
    type: json.type === "home" ? "home" : "modal",
    person,
    workspace,
    rootId: String(json.root_view_id),
    previousId: (json.previous_view_id as string | null) ?? null,
    hash: String(json.hash),
    blocks: json.blocks as Json[],
    title: (json.title as Json | null) ?? null,
    submit: (json.submit as Json | null) ?? null,
    close: (json.close as Json | null) ?? null,
    callbackId: String(json.callback_id ?? ""),
    privateMetadata: String(json.private_metadata ?? ""),
    externalId: String(json.external_id ?? ""),
    clearOnClose: json.clear_on_close === true,
    notifyOnClose: json.notify_on_close === true,
  };
}

/** A message of a conversation as the emulator tells it. */
export function emulatedMessage(workspace: SlackWorkspace, channel: string, json: Json): SlackMessage {
  const isOurs = json.user === workspace.botUser;
  return {
    type: "message",
    ts: String(json.ts),
    channel,
    user: String(json.user),
    team: workspace.team,
    botId: isOurs ? workspace.botId : null,
    appId: isOurs ? workspace.app.id : null,
    clientMsgId: (json.client_msg_id as string | undefined) ?? null,
    threadTs: (json.thread_ts as string | undefined) ?? null,
    text: String(json.text ?? ""),
    blocks: (json.blocks as Json[] | undefined) ?? [],
    metadata: (json.metadata as Json | undefined) ?? null,
    edited: json.edited !== undefined,
  };
}

/** Names and ids of a list that the emulator answers. */
export async function idsByName(
  answer: Promise<unknown>,
  key: "members" | "channels",
): Promise<[string, string][]> {
  const listed = (await answer) as Readonly<
    Record<typeof key, readonly { readonly id: string; readonly name: string }[] | undefined>
  >;
  return (listed[key] ?? []).map(({ id, name }) => [name, id]);
}

/** Keeps what is wrong with the blocks of a call that went through. */
export function keepFaults(check: ReturnType<typeof createBlockCheck>, method: string, args: Json): void {
  const parsed = (value: unknown) => (typeof value === "string" ? JSON.parse(value) : value);
  const isMessage = method === "chat.postMessage" || method === "chat.update";
  const payload = isMessage
    ? { text: args.text ?? "", blocks: parsed(args.blocks) ?? [] }
    : parsed(args.view);
  try {
    if (payload !== undefined) check(payload as Json, "invalid_blocks");
  } catch {
    // The emulator has taken it already: the check has kept what was wrong.
  }
}
