import { type Json, type Person, personKey, type SlackView, type SlackWorkspace } from "./slack-model.ts";
import { findUser, type SlackState, withBlockIds } from "./slack-state.ts";
import { json, SlackRefusal, text, type WebApiCall, type WebApiMethod } from "./web-api-call.ts";

/** Slack's `views.*`, as far as we call it. */
export const viewMethods: Readonly<Record<string, WebApiMethod>> = {
  "views.open": { scope: null, tier: 100, run: open },
  "views.push": { scope: null, tier: 100, run: push },
  "views.update": { scope: null, tier: 100, run: update },
  "views.publish": { scope: null, tier: 100, run: publish },
};

const triggerMilliseconds = 3_000;
const largestView = 250_000;
const mostViews = 3;

/** The view as Slack answers and sends it; `values` is what stands in its fields. */
export function viewJson(view: SlackView, values: Json = {}): Json {
  const { workspace } = view;
  return {
    id: view.id,
    team_id: workspace.team,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values },
    hash: view.hash,
    title: view.title ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: workspace.app.id,
    external_id: view.externalId,
    app_installed_team_id: workspace.team,
    bot_id: workspace.botId,
  };
}

/** Puts a checked definition in front of the person, above what is there. */
export function stackView(
  state: SlackState,
  workspace: SlackWorkspace,
  person: Person,
  definition: Json,
): SlackView {
  const stack = state.stacks.get(personKey(person)) ?? [];
  const below = stack.at(-1) ?? null;
  const id = state.nextId("V");
  const view: SlackView = {
    id,
    type: definition.type === "home" ? "home" : "modal",
    person,
    workspace,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    ...contentOf(state, definition),
  };
  state.stacks.set(personKey(person), [...stack, view]);
  return view;
}

/** Replaces what a view shows; its hash changes. */
export function changeView(state: SlackState, view: SlackView, definition: Json): void {
  Object.assign(view, contentOf(state, definition));
}

/** Refuses what Slack refuses about a view's definition. */
export function checkView(checkBlocks: WebApiCall["checkBlocks"], definition: unknown, type: string): Json {
  if (typeof definition !== "object" || definition === null) throw new SlackRefusal("invalid_arguments");
  const view = definition as Json;
  if (view.type !== type || !Array.isArray(view.blocks)) throw new SlackRefusal("invalid_arguments");
  if (JSON.stringify(view).length > largestView) throw new SlackRefusal("view_too_large");
  checkBlocks(view, "invalid_arguments");
  return view;
}

function open(call: WebApiCall): Json {
  const person = exchangeTrigger(call);
  const definition = checkView(call.checkBlocks, json(call.args, "view"), "modal");
  call.state.stacks.delete(personKey(person));
  return { view: viewJson(stackView(call.state, call.workspace, person, definition)) };
}

function push(call: WebApiCall): Json {
  const person = exchangeTrigger(call);
  const definition = checkView(call.checkBlocks, json(call.args, "view"), "modal");
  const depth = call.state.stacks.get(personKey(person))?.length ?? 0;
  if (depth === 0) throw new SlackRefusal("not_found");
  if (depth >= mostViews) throw new SlackRefusal("push_limit_reached");
  return { view: viewJson(stackView(call.state, call.workspace, person, definition)) };
}

function exchangeTrigger({ state, workspace, args }: WebApiCall): Person {
  const trigger = state.triggers.get(text(args, "trigger_id"));
  if (trigger === undefined || trigger.workspace !== workspace) throw new SlackRefusal("invalid_trigger_id");
  if (trigger.used) throw new SlackRefusal("exchanged_trigger_id");
  if (state.now() - trigger.at > triggerMilliseconds) throw new SlackRefusal("expired_trigger_id");
  trigger.used = true;
  return trigger.person;
}

function update(call: WebApiCall): Json {
  const { args, state, workspace } = call;
  const view = [...state.stacks.values(), [...state.homes.values()]].flat().find((candidate) => {
    if (candidate.workspace !== workspace) return false;
    const external = text(args, "external_id");
    return external === "" ? candidate.id === text(args, "view_id") : candidate.externalId === external;
  });
  if (view === undefined) throw new SlackRefusal("not_found");
  const hash = text(args, "hash");
  if (hash !== "" && hash !== view.hash) throw new SlackRefusal("hash_conflict");
  changeView(state, view, checkView(call.checkBlocks, json(args, "view"), view.type));
  return { view: viewJson(view) };
}

function publish(call: WebApiCall): Json {
  const { args, state, workspace } = call;
  const user = findUser(state, workspace, text(args, "user_id"));
  if (user === null || user.deleted || user.isBot) {
    throw new SlackRefusal("invalid_arguments", {
      response_metadata: { messages: ["[ERROR] invalid `user_id` [json-pointer:/user_id]"] },
    });
  }
  const person = { team: user.team, user: user.id };
  const key = `${workspace.team}|${personKey(person)}`;
  const known = state.homes.get(key);
  const hash = text(args, "hash");
  if (known !== undefined && hash !== "" && hash !== known.hash) throw new SlackRefusal("hash_conflict");
  const definition = checkView(call.checkBlocks, json(args, "view"), "home");
  const id = known?.id ?? state.nextId("V");
  const home: SlackView = {
    id,
    type: "home",
    person,
    workspace,
    rootId: id,
    previousId: null,
    ...contentOf(state, definition),
  };
  state.homes.set(key, home);
  return { view: viewJson(home) };
}

function contentOf(state: SlackState, definition: Json) {
  return {
    hash: `${Math.floor(state.now() / 1_000)}.${state.nextId("h")}`,
    blocks: withBlockIds(state, definition.blocks as Json[]),
    title: (definition.title as Json | undefined) ?? null,
    submit: (definition.submit as Json | undefined) ?? null,
    close: (definition.close as Json | undefined) ?? null,
    callbackId: text(definition, "callback_id"),
    privateMetadata: text(definition, "private_metadata"),
    externalId: text(definition, "external_id"),
    clearOnClose: definition.clear_on_close === true,
    notifyOnClose: definition.notify_on_close === true,
  };
}
