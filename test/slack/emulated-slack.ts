import { createEmulator } from "emulate";
import { systemClock } from "../../src/ports/clock.ts";
import { createBlockCheck } from "./check-blocks.ts";
import { quietClient } from "./quiet-client.ts";
import { startRecordingProxy } from "./recording-proxy.ts";
import { respondThrough } from "./respond-through.ts";
import {
  type Json,
  type Person,
  personKey,
  type SlackChannel,
  type SlackMessage,
  type SlackView,
  type SlackWorkspace,
} from "./slack-model.ts";
import { addChannel, addUser, addWorkspace, ourScopes } from "./slack-seeds.ts";
import type { SlackStage } from "./slack-stage.ts";
import { createSlackState, findChannel } from "./slack-state.ts";

/**
 * A Slack that others wrote (the package `emulate`), with our app in it. It keeps messages, views and triggers; the
 * rest of the stage is kept here beside it: who is there, modals as they were answered, ephemerals.
 */
export interface EmulatedSlack extends SlackStage {
  readonly apiUrl: string;
  readonly workspace: SlackWorkspace;
  readonly token: string;
  /** By the names that were asked for. */
  readonly people: ReadonlyMap<string, Person>;
  /** A public channel with everybody in it. */
  readonly channel: SlackChannel;
  /** What would be wrong with the blocks that went through: the emulator itself takes any. */
  readonly blockFaults: readonly string[];
  /** What stands in the person's conversation with the app, oldest first, as the emulator tells it. */
  dm(person: Person): Promise<readonly SlackMessage[]>;
  view(person: Person): SlackView | null;
  home(person: Person): SlackView | null;
  close(): Promise<void>;
}

const team = "T000000001";
const token = "xoxb-emulated";
/** With it the test finds out who is there; our app may not. */
const onlooker = "xoxb-onlooker";
const botUser = `UBOT${team}`;
const room = "partners";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Starts it on free ports of 127.0.0.1, with these people in one workspace. */
export async function startEmulatedSlack(names: readonly string[] = ["ada", "ben"]): Promise<EmulatedSlack> {
  const state = createSlackState(systemClock);
  const workspace = addWorkspace(state, { team, name: "Emulated", installed: false });
  workspace.token = token;
  const emulator = await createEmulator({
    service: "slack",
    hostname: "127.0.0.1",
    port: 0,
    seed: seedOf(workspace, names),
  });
  const target = emulator.url.replace("localhost", "127.0.0.1");
  const faults: string[] = [];
  const checkBlocks = createBlockCheck(faults);
  const proxy = await startRecordingProxy({
    target,
    onCall: ({ method, args, answer }) => {
      keepFaults(checkBlocks, method, args);
      if (method === "chat.postEphemeral") keepEphemeral(args, answer);
      if (method.startsWith("views.") && answer.view !== undefined)
        keepView(method, args, answer.view as Json);
    },
    onResponse: (id, body) => respondThrough({ state, client, checkBlocks }, id, body),
  });
  const apiUrl = `${proxy.url}/api/`;
  const client = quietClient(apiUrl, token);

  const holders = new Map<string, Person>();
  const keepView = (method: string, args: Json, json: Json) => {
    const holder = method === "views.publish" ? args.user_id : args.trigger_id;
    const person = method === "views.publish" ? { team, user: String(holder) } : holders.get(String(holder));
    const known = [...state.stacks.values(), [...state.homes.values()]].flat();
    const same = known.find(({ id }) => id === json.id);
    if (same !== undefined) return void Object.assign(same, viewOf(workspace, same.person, json));
    if (person === undefined) return;
    const view = viewOf(workspace, person, json);
    const stack = method === "views.push" ? (state.stacks.get(personKey(person)) ?? []) : [];
    if (view.type === "home") state.homes.set(`${team}|${personKey(person)}`, view);
    else state.stacks.set(personKey(person), [...stack, view]);
  };
  const keepEphemeral = (args: Json, answer: Json) => {
    state.ephemerals.push({
      ts: String(answer.message_ts),
      channel: String(args.channel),
      person: { team, user: String(args.user) },
      appId: workspace.app.id,
      botUser,
      text: String(args.text ?? ""),
      blocks: args.blocks === undefined ? [] : JSON.parse(String(args.blocks)),
    });
  };

  const listed = await quietClient(apiUrl, onlooker).apiCall("users.list", { limit: 1_000 });
  const people = new Map<string, Person>();
  for (const { id, name } of (listed as { members?: Named[] }).members ?? []) {
    if (!names.includes(name)) continue;
    people.set(name, { team, user: id });
    addUser(state, { team, user: id }, { name });
  }
  const rooms = await client.apiCall("conversations.list", { types: "public_channel" });
  const { id = "" } = (rooms as { channels?: Named[] }).channels?.find(({ name }) => name === room) ?? {};
  const channel = addChannel(state, { id, team, members: [...people.values()] });

  const openDirect = async (person: Person): Promise<SlackChannel> => {
    const { channel: opened } = await client.conversations.open({ users: person.user });
    const id = opened?.id ?? "";
    const members = new Set([personKey(person), personKey({ team, user: botUser })]);
    const direct: SlackChannel = {
      ...{ id, type: "im", name: "directmessage", team, teams: new Set([team]), members, person },
      ...{ archived: false, messages: [] },
    };
    if (findChannel(state, id) === null) state.directs.set(id, direct);
    return findChannel(state, id) ?? direct;
  };

  return {
    url: proxy.url,
    apiUrl,
    state,
    workspace,
    token,
    people,
    channel,
    blockFaults: faults,
    checkBlocks,
    openDirect: (_workspace, person) => openDirect(person),
    issueTrigger: async (_workspace, person, viewId) => {
      const asked = { user_id: person.user, ...(viewId !== null && { view_id: viewId }) };
      const issued = await client.apiCall("views.generateTriggerId", asked);
      const id = String((issued as { trigger_id?: string }).trigger_id);
      holders.set(id, person);
      return id;
    },
    dm: async (person) => {
      const { id } = await openDirect(person);
      const { messages = [] } = await client.conversations.history({
        channel: id,
        include_all_metadata: true,
      });
      return messages.map((message) => messageOf(workspace, id, message as Json)).reverse();
    },
    view: (person) => state.stacks.get(personKey(person))?.at(-1) ?? null,
    home: (person) => state.homes.get(`${team}|${personKey(person)}`) ?? null,
    close: async () => {
      await proxy.close();
      await emulator.close();
    },
  };
}

function seedOf({ app, botId }: SlackWorkspace, names: readonly string[]) {
  const bot = { bot_id: botId, bot_user_id: botUser };
  return {
    slack: {
      team: { name: "Emulated", domain: "emulated" },
      strict_scopes: true,
      channels: [{ name: room }],
      users: names.map((name) => ({ name, real_name: name })),
      oauth_apps: [
        {
          client_id: app.clientId,
          client_secret: app.clientSecret,
          app_id: app.id,
          name: "Rapport",
          redirect_uris: ["http://127.0.0.1/slack/oauth"],
          scopes: [...ourScopes],
          bot_name: "rapport",
          ...bot,
        },
      ],
      tokens: [
        {
          token,
          type: "bot",
          user_id: botUser,
          scopes: [...ourScopes],
          app_id: app.id,
          client_id: app.clientId,
          ...bot,
        },
        { token: onlooker, type: "bot", user_id: botUser, scopes: ["users:read"], app_id: app.id, ...bot },
      ],
    },
  };
}

function keepFaults(check: ReturnType<typeof createBlockCheck>, method: string, args: Json): void {
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

function viewOf(workspace: SlackWorkspace, person: Person, json: Json): SlackView {
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

function messageOf(workspace: SlackWorkspace, channel: string, json: Json): SlackMessage {
  const isOurs = json.user === workspace.botUser;
  return {
    type: "message",
    ts: String(json.ts),
    channel,
    user: String(json.user),
    team,
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
