import type { Json } from "./slack-model.ts";

/** Something in blocks that a person can tap or fill in. */
export interface Interactive {
  readonly blockId: string;
  readonly element: Json;
  /** The label of an input block; empty for the rest. */
  readonly label: string;
  /** It stands in an input block that must not stay empty. */
  readonly required: boolean;
  /** Filling it in tells the app at once. */
  readonly dispatches: boolean;
}

/** What was put into a field: text, an option's value, or several of them. */
export type Filling = string | readonly string[];

/** Fillings by block id and action id. */
export type Fillings = ReadonlyMap<string, Filling>;

const selects = ["static_select", "radio_buttons", "overflow", "external_select"];
const multiples = ["checkboxes", "multi_static_select"];
const single: Readonly<Record<string, string>> = {
  plain_text_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  number_input: "value",
  datepicker: "selected_date",
  timepicker: "selected_time",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
};

/** All elements with an action id, in reading order. */
export function interactives(blocks: readonly Json[]): Interactive[] {
  return blocks.flatMap((block) => {
    const isInput = block.type === "input";
    return elementsOf(block)
      .filter(({ action_id: id }) => typeof id === "string")
      .map((element) => ({
        blockId: String(block.block_id),
        element,
        label: isInput ? textOf(block.label) : "",
        required: isInput && block.optional !== true,
        dispatches: !isInput || block.dispatch_action === true,
      }));
  });
}

/** `state.values`: what stands in every field, filled in or from the start. Buttons have no state. */
export function stateValues(blocks: readonly Json[], fillings: Fillings): Json {
  const values: Record<string, Json> = {};
  for (const interactive of interactives(blocks)) {
    const { blockId, element } = interactive;
    const value = fieldState(element, fillings.get(fieldKey(interactive)));
    if (value !== null) values[blockId] = { ...values[blockId], [String(element.action_id)]: value };
  }
  return values;
}

/** One field's state, such as `{ type, selected_option }`; null for what holds none. */
export function fieldState(element: Json, filling: Filling | undefined): Json | null {
  const type = String(element.type);
  if (type === "overflow") return null;
  if (selects.includes(type)) {
    const chosen = filling === undefined ? element.initial_option : optionOf(element, String(filling));
    return { type, selected_option: chosen ?? null };
  }
  if (multiples.includes(type)) {
    const initial = (element.initial_options as Json[] | undefined) ?? [];
    return { type, selected_options: filling === undefined ? initial : optionsOf(element, filling) };
  }
  const key = single[type];
  if (key === undefined) return null;
  const initial = element[`initial_${key.replace("selected_", "")}`] ?? null;
  const value = filling === undefined ? initial : filling;
  return { type, [key]: value === "" ? null : value };
}

/** The key of a field's filling. */
export function fieldKey({ blockId, element }: Interactive): string {
  return `${blockId} ${String(element.action_id)}`;
}

/** All options of an element, groups flattened. */
export function allOptions(element: Json): Json[] {
  const groups = (element.option_groups as Json[] | undefined) ?? [];
  const own = (element.options as Json[] | undefined) ?? [];
  return [...own, ...groups.flatMap((group) => (group.options as Json[] | undefined) ?? [])];
}

/** The option with this text or value; throws when a person could not choose it. */
function optionOf(element: Json, wanted: string): Json {
  const options = allOptions(element);
  const found = options.find((option) => textOf(option.text) === wanted || option.value === wanted);
  if (found !== undefined) return found;
  const offered = options.map((option) => textOf(option.text)).join(", ");
  throw new Error(`"${wanted}" is not offered by ${String(element.action_id)}: ${offered}`);
}

/** The words of a text object; empty when there is none. */
export function textOf(object: unknown): string {
  const text = (object as Json | null | undefined)?.text;
  return typeof text === "string" ? text : "";
}

function optionsOf(element: Json, filling: Filling): Json[] {
  const wanted = typeof filling === "string" ? (filling === "" ? [] : [filling]) : filling;
  return wanted.map((value) => optionOf(element, value));
}

function elementsOf(block: Json): Json[] {
  const elements = Array.isArray(block.elements) ? (block.elements as Json[]) : [];
  const rest = [block.element, block.accessory].filter((element) => element !== undefined) as Json[];
  return [...elements, ...rest].filter((element) => typeof element === "object" && element !== null);
}
