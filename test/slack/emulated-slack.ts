import { createEmulator } from "emulate";
import { type Clock, systemClock } from "../../src/ports/clock.ts";
import { createBlockCheck } from "./check-blocks.ts";
import { emulatedSeed, emulatedTeam, onlooker } from "./emulated-seed.ts";
import { emulatedMessage, emulatedView, idsByName, keepFaults } from "./emulated-shapes.ts";
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
import { addChannel, addUser, addWorkspace } from "./slack-seeds.ts";
import type { SlackStage } from "./slack-stage.ts";
import { createSlackState, findChannel } from "./slack-state.ts";

/**
 * A Slack that others wrote (the package `emulate`), with our app in it. It keeps messages, views, triggers, scopes and
 * OAuth; the rest of the stage is kept here beside it: who is there, modals as they were answered, ephemerals.
 */
export interface EmulatedSlack extends SlackStage {
  readonly apiUrl: string;
  /** Its token is the one that OAuth gave last. */
  readonly workspace: SlackWorkspace;
  readonly token: string;
  /** By the names that were asked for. */
  readonly people: ReadonlyMap<string, Person>;
  /** Public channels with everybody in them, by name. */
  readonly rooms: ReadonlyMap<string, SlackChannel>;
  /** The first of them. */
  readonly channel: SlackChannel;
  /** What would be wrong with the blocks that went through: the emulator itself takes any. */
  readonly blockFaults: readonly string[];
  /** What our app called; Slack's word where it refused. */
  readonly calls: readonly { readonly method: string; readonly refused: string | null }[];
  /** What stands in the person's conversation with the app, oldest first, as the emulator tells it. */
  dm(person: Person): Promise<readonly SlackMessage[]>;
  /** Brings all conversations of the state to what the emulator tells. */
  look(): Promise<void>;
  view(person: Person): SlackView | null;
  home(person: Person): SlackView | null;
  close(): Promise<void>;
}

export interface EmulatedOptions {
  /** The state's time. The emulator's own is the machine's. */
  readonly clock?: Clock;
  /** Who is there. The emulator has one workspace: another team is what the payloads say of somebody, and no more. */
  readonly people?: Readonly<Record<string, string>>;
  readonly rooms?: readonly string[];
  /** False: the app is there, and OAuth gives its first token. */
  readonly installed?: boolean;
  readonly redirectUris?: readonly string[];
}

const anybody: Readonly<Record<string, string>> = { ada: emulatedTeam, ben: emulatedTeam };

/** Starts it on free ports of 127.0.0.1. */
export async function startEmulatedSlack(options: EmulatedOptions = {}): Promise<EmulatedSlack> {
  const { people: teams = anybody, rooms: roomNames = ["partners"] } = options;
  const state = createSlackState(options.clock ?? systemClock);
  const workspace = addWorkspace(state, { team: emulatedTeam, name: "Emulated", installed: false });
  const { team, botUser } = workspace;
  workspace.token = options.installed === false ? null : "xoxb-emulated";
  workspace.app.redirectUris = options.redirectUris ?? ["http://127.0.0.1/slack/oauth"];
  const emulator = await createEmulator({
    service: "slack",
    hostname: "127.0.0.1",
    port: 0,
    seed: emulatedSeed(workspace, { people: Object.keys(teams), rooms: roomNames }),
  });
  const target = emulator.url.replace("localhost", "127.0.0.1");
  const faults: string[] = [];
  const calls: { method: string; refused: string | null }[] = [];
  const checkBlocks = createBlockCheck(faults);
  const proxy = await startRecordingProxy({
    target,
    onCall: ({ method, args, answer }) => {
      calls.push({ method, refused: answer.ok === true ? null : String(answer.error) });
      if (answer.ok !== true) return;
      keepFaults(checkBlocks, method, args);
      if (method === "oauth.v2.access") workspace.token = String(answer.access_token);
      if (method === "chat.postEphemeral") keepEphemeral(args, answer);
      if (method.startsWith("views.")) keepView(method, args, answer.view as Json);
    },
    onResponse: (id, body) => respondThrough({ state, client: ours(), checkBlocks }, id, body),
  });
  const apiUrl = `${proxy.url}/api/`;
  const ours = () => quietClient(apiUrl, workspace.token ?? "");
  // What only the test does goes past the proxy: it is no call of our app.
  const stage = quietClient(`${target}/api/`, onlooker);

  const people = new Map<string, Person>();
  const ofUser = (user: unknown): Person => {
    return [...people.values()].find((person) => person.user === user) ?? { team, user: String(user) };
  };
  const holders = new Map<string, Person>();
  const keepView = (method: string, args: Json, json: Json) => {
    const holder = method === "views.publish" ? ofUser(args.user_id) : holders.get(String(args.trigger_id));
    const known = [...state.stacks.values(), [...state.homes.values()]].flat();
    const same = known.find(({ id }) => id === json.id);
    if (same !== undefined) return void Object.assign(same, emulatedView(workspace, same.person, json));
    if (holder === undefined) return;
    const view = emulatedView(workspace, holder, json);
    const stack = method === "views.push" ? (state.stacks.get(personKey(holder)) ?? []) : [];
    if (view.type === "home") state.homes.set(`${team}|${personKey(holder)}`, view);
    else state.stacks.set(personKey(holder), [...stack, view]);
  };
  const keepEphemeral = (args: Json, answer: Json) => {
    state.ephemerals.push({
      ts: String(answer.message_ts),
      channel: String(args.channel),
      person: ofUser(args.user),
      appId: workspace.app.id,
      botUser,
      text: String(args.text ?? ""),
      blocks: args.blocks === undefined ? [] : JSON.parse(String(args.blocks)),
    });
  };

  for (const [name, id] of await idsByName(stage.apiCall("users.list", { limit: 1_000 }), "members")) {
    const own = teams[name];
    if (own === undefined) continue;
    people.set(name, { team: own, user: id });
    addUser(state, { team: own, user: id }, { name });
  }
  const rooms = new Map<string, SlackChannel>();
  for (const [name, id] of await idsByName(stage.apiCall("conversations.list", {}), "channels"))
    if (roomNames.includes(name))
      rooms.set(name, addChannel(state, { id, team, members: [...people.values()] }));
  const [channel] = rooms.values();
  if (channel === undefined) throw new Error("The emulator has no channel.");

  const openDirect = async (person: Person): Promise<SlackChannel> => {
    const { channel: opened } = await stage.conversations.open({ users: person.user });
    const id = opened?.id ?? "";
    const known = findChannel(state, id);
    if (known !== null) return known;
    const members = new Set([personKey(person), personKey({ team, user: botUser })]);
    const direct: SlackChannel = {
      ...{ id, type: "im", name: "directmessage", team, teams: new Set([team]), members, person },
      ...{ archived: false, messages: [] },
    };
    state.directs.set(id, direct);
    return direct;
  };
  const messagesOf = async ({ id }: SlackChannel): Promise<SlackMessage[]> => {
    const asked = { channel: id, include_all_metadata: true, limit: 200 };
    const { messages = [] } = await stage.conversations.history(asked);
    return messages.map((message) => emulatedMessage(workspace, id, message as Json)).reverse();
  };

  return {
    url: proxy.url,
    apiUrl,
    state,
    workspace,
    token: workspace.token ?? "",
    people,
    rooms,
    channel,
    blockFaults: faults,
    calls,
    checkBlocks,
    openDirect: (_workspace, person) => openDirect(person),
    issueTrigger: async (_workspace, person, viewId) => {
      const asked = { user_id: person.user, ...(viewId !== null && { view_id: viewId }) };
      const issued = await stage.apiCall("views.generateTriggerId", asked);
      const id = String((issued as { trigger_id?: string }).trigger_id);
      holders.set(id, person);
      return id;
    },
    dm: async (person) => messagesOf(await openDirect(person)),
    look: async () => {
      const directs = await Promise.all([...people.values()].map(openDirect));
      for (const one of [...directs, ...rooms.values()])
        one.messages.splice(0, one.messages.length, ...(await messagesOf(one)));
    },
    view: (person) => state.stacks.get(personKey(person))?.at(-1) ?? null,
    home: (person) => state.homes.get(`${team}|${personKey(person)}`) ?? null,
    close: async () => {
      await proxy.close();
      await emulator.close();
    },
  };
}
