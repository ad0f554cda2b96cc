import {
  allOptions,
  type Filling,
  fieldKey,
  type Interactive,
  interactives,
  stateValues,
  textOf,
} from "./block-elements.ts";
import {
  type DriverContext,
  deliver,
  interactorOf,
  isView,
  placeOf,
  responseUrl,
  type Surface,
  workspaceFor,
  workspaceOf,
} from "./driver-context.ts";
import { escapeText, verificationToken } from "./event-payloads.ts";
import { actionJson, interaction, messagePlace, teamJson } from "./interaction-payloads.ts";
import type { Delivery } from "./send-to-app.ts";
import { type Json, type Person, personKey, type SlackMessage, type SlackView } from "./slack-model.ts";
import { type Submitted, takeCommandAnswer, takeModalAway, takeSubmissionAnswer } from "./take-answer.ts";
import { viewJson } from "./web-api-views.ts";

/** What is tapped: by its words, by its action id, and which value of it (an option, a date, words). */
export interface Which {
  readonly text?: string;
  readonly actionId?: string | RegExp;
  readonly value?: string;
}

/** What is put into fields, by label, block id or action id. */
export type Fields = Readonly<Record<string, Filling>>;

/** Puts something into fields without telling the app: it goes along with the next tap or submission. */
export function fill(context: DriverContext, person: Person, surface: Surface, fields: Fields): void {
  const found = interactives(surface.blocks);
  for (const [name, filling] of Object.entries(fields)) {
    const field = found.find(({ label, blockId, element }) => {
      return [label, blockId, element.action_id].includes(name);
    });
    if (field === undefined) throw new Error(`there is no field "${name}"`);
    fillingsOf(context, person, surface).set(fieldKey(field), filling);
  }
}

/** One tap, as `block_actions`. Throws when there is nothing such to tap. */
export async function click(
  context: DriverContext,
  person: Person,
  surface: Surface,
  which: Which,
): Promise<Delivery> {
  const workspace = workspaceOf(context, surface);
  const target = findTarget(surface, which);
  const choice = choose(context, person, surface, target, which);
  const interactor = await interactorOf(context, workspace, person, isView(surface) ? surface.id : null);
  const values = stateValues(surface.blocks, fillingsOf(context, person, surface));
  const payload = {
    ...interaction(interactor, "block_actions"),
    ...(isView(surface)
      ? { container: { type: "view", view_id: surface.id }, view: viewJson(surface, values) }
      : messageParts(context, person, surface, values)),
    actions: [actionJson(target, choice, context.stage.state.nextTs())],
  };
  return deliver(context, "interactions", workspace, payload);
}

/** Submits the top modal, and does with it what the answer says. */
export async function submit(
  context: DriverContext,
  person: Person,
  fields: Fields,
): Promise<Delivery & Submitted> {
  const { state, checkBlocks } = context.stage;
  const view = topModal(context, person);
  fill(context, person, view, fields);
  const fillings = fillingsOf(context, person, view);
  if (context.how.unchecked !== true) checkFields(view, fillings);
  const interactor = await interactorOf(context, view.workspace, person, view.id);
  const payload = {
    ...interaction(interactor, "view_submission"),
    team: view.workspace.orgWide ? null : submitterTeam(context, person),
    view: sentView(view, stateValues(view.blocks, fillings)),
    response_urls: [],
  };
  const delivery = await deliver(context, "interactions", view.workspace, payload);
  return { ...delivery, ...takeSubmissionAnswer(state, checkBlocks, view, delivery) };
}

/** Closes the top modal; the app hears of it only if it asked to. */
export async function closeModal(context: DriverContext, person: Person): Promise<Delivery | null> {
  const view = topModal(context, person);
  takeModalAway(context.stage.state, person, false);
  if (!view.notifyOnClose) return null;
  const interactor = await interactorOf(context, view.workspace, person, null);
  const { trigger_id: _, ...rest } = interaction(interactor, "view_closed");
  const team = view.workspace.orgWide ? null : submitterTeam(context, person);
  const payload = { ...rest, team, view: sentView(view, {}), is_cleared: false };
  return deliver(context, "interactions", view.workspace, payload);
}

/** A message shortcut. */
export async function shortcut(
  context: DriverContext,
  person: Person,
  callbackId: string,
  message: SlackMessage,
): Promise<Delivery> {
  const workspace = workspaceFor(context, person);
  const channel = placeOf(context, person, message);
  const interactor = await interactorOf(context, workspace, person, null);
  const { container: _, ...place } = messagePlace(context.stage.state, channel, message);
  const payload = {
    ...interaction(interactor, "message_action"),
    ...place,
    callback_id: callbackId,
    message_ts: message.ts,
    action_ts: context.stage.state.nextTs(),
    response_url: responseUrl(context, workspace, person, { channel: channel.id, ts: message.ts }),
  };
  return deliver(context, "interactions", workspace, payload);
}

/** A slash command in a channel, or in the conversation with the app. Outsiders have none: it throws. */
export async function command(
  context: DriverContext,
  person: Person,
  typed: { readonly command: string; readonly text: string; readonly channel?: string },
): Promise<Delivery> {
  const { stage } = context;
  const workspace = workspaceFor(context, person);
  if (person.team !== workspace.team) {
    throw new Error(`Slack has no ${typed.command} for ${personKey(person)}: outsiders have no commands`);
  }
  const channel = typed.channel ?? (await stage.openDirect(workspace, person)).id;
  const { enterprise_id: id, enterprise_name: name, domain } = teamJson(workspace);
  const { triggerId } = await interactorOf(context, workspace, person, null);
  const payload = {
    token: verificationToken,
    team_id: workspace.team,
    team_domain: domain,
    ...(id !== undefined && { enterprise_id: id, enterprise_name: name }),
    channel_id: channel,
    channel_name: channel.startsWith("D") ? "directmessage" : channel.toLowerCase(),
    user_id: person.user,
    user_name: stage.state.users.get(personKey(person))?.name ?? person.user,
    command: typed.command,
    text: escapeText(typed.text),
    api_app_id: workspace.app.id,
    is_enterprise_install: String(workspace.orgWide),
    response_url: responseUrl(context, workspace, person, { channel, ts: null }),
    trigger_id: triggerId,
  };
  const delivery = await deliver(context, "commands", workspace, payload);
  takeCommandAnswer(stage.state, stage.checkBlocks, { workspace, person, channel }, delivery);
  return delivery;
}

function messageParts(
  context: DriverContext,
  person: Person,
  surface: Exclude<Surface, SlackView>,
  values: Json,
): Json {
  const channel = placeOf(context, person, surface);
  const place = { channel: channel.id, ts: surface.ts };
  return {
    ...messagePlace(context.stage.state, channel, surface),
    state: { values },
    response_url: responseUrl(context, workspaceOf(context, surface), person, place),
  };
}

function findTarget(surface: Surface, which: Which): Interactive {
  const all = interactives(surface.blocks);
  const found = all.filter((candidate) => fits(candidate, which));
  const [target] = found;
  if (target === undefined || found.length > 1) {
    const words = all.map(({ element }) => `${textOf(element.text)} (${String(element.action_id)})`);
    throw new Error(`${found.length} elements fit ${JSON.stringify(which)}: ${words.join(", ")}`);
  }
  if (!target.dispatches) throw new Error(`${target.label} tells the app nothing: use fill`);
  return target;
}

function fits({ element }: Interactive, { text, actionId, value }: Which): boolean {
  const id = String(element.action_id);
  if (typeof actionId === "string" && actionId !== id) return false;
  if (actionId instanceof RegExp && !actionId.test(id)) return false;
  const options = allOptions(element);
  if (text !== undefined && textOf(element.text) !== text) {
    return options.some((option) => textOf(option.text) === text);
  }
  if (value === undefined || options.length === 0) return value === undefined || fitsValue(element, value);
  return options.some((option) => option.value === value);
}

function fitsValue(element: Json, value: string): boolean {
  return element.type !== "button" || element.value === value;
}

function choose(
  context: DriverContext,
  person: Person,
  surface: Surface,
  target: Interactive,
  which: Which,
): Filling | undefined {
  const { element } = target;
  const wanted = which.value ?? which.text;
  if (element.type === "button" || wanted === undefined) return undefined;
  if (element.type === "overflow") return which.text;
  const fillings = fillingsOf(context, person, surface);
  const before = fillings.get(fieldKey(target)) ?? [];
  const several = ["checkboxes", "multi_static_select"].includes(String(element.type));
  const choice = several && Array.isArray(before) ? toggled(before, wanted) : wanted;
  fillings.set(fieldKey(target), choice);
  return choice;
}

function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
}

function checkFields(view: SlackView, fillings: ReadonlyMap<string, Filling>): void {
  for (const field of interactives(view.blocks)) {
    const { element, label } = field;
    const values = stateValues(view.blocks, fillings)[field.blockId] as Json | undefined;
    const state = values?.[String(element.action_id)] as Json | undefined;
    const value = Object.entries(state ?? {}).find(([key]) => key !== "type")?.[1];
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (field.required && isEmpty) throw new Error(`Slack's window asks for "${label}"`);
    const longest = typeof element.max_length === "number" ? element.max_length : 3_000;
    if (typeof value === "string" && value.length > longest) {
      throw new Error(`Slack's window takes ${longest} characters for "${label}"`);
    }
  }
}

function topModal({ stage }: DriverContext, person: Person): SlackView {
  const view = stage.state.stacks.get(personKey(person))?.at(-1);
  if (view === undefined) throw new Error(`there is no modal in front of ${personKey(person)}`);
  return view;
}

function submitterTeam({ stage }: DriverContext, { team }: Person): Json {
  const known = stage.state.workspaces.get(team);
  return teamJson(known ?? { team, domain: team.toLowerCase(), enterprise: null });
}

/** Nobody says which team a view names when an outsider acts: their own, so that nothing relies on it. */
function sentView(view: SlackView, values: Json): Json {
  return { ...viewJson(view, values), team_id: view.person.team };
}

function fillingsOf({ fillings }: DriverContext, person: Person, surface: Surface): Map<string, Filling> {
  const place = isView(surface) ? surface.id : `${surface.channel}/${surface.ts}`;
  const key = `${personKey(person)} in ${place}`;
  const known = fillings.get(key) ?? new Map<string, Filling>();
  fillings.set(key, known);
  return known;
}
