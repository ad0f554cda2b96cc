import type { z } from "zod";
import { blockSchemas, lettersIn, type SlackOption, viewSchemas } from "./block-schemas.ts";

type Json = Readonly<Record<string, unknown>>;
type Surface = "message" | "modal" | "home";

const mostBlocks = { message: 50, modal: 100, home: 100 };
/** Slack shows tables in messages only. */
const onlyInMessages = ["data_table"];
/** Measured by others: chat.postMessage answers msg_blocks_too_long above it (slackapi/bolt-js issue 2509). */
const longestMessage = 13_200;

/**
 * Why Slack would refuse a message (`{ text, blocks }`) or a view, one line for each fault; none when it would take it.
 * Written from Slack's reference, not from our drawing.
 */
export function blockFaults(payload: object): string[] {
  const given = payload as Json;
  if (given.type === "modal" || given.type === "home") return viewFaults(given, given.type);
  const blocks = given.blocks ?? [];
  const text = given.text ?? "";
  const faults: string[] = [];
  if (typeof text !== "string") faults.push("text: is no text");
  else {
    if (text.length > 40_000) faults.push("text: must be at most 40000 characters");
    if (!text.isWellFormed()) faults.push("text: has a lone surrogate");
  }
  if (!Array.isArray(blocks)) return [...faults, "blocks: is no list"];
  if (blocks.length === 0 && text === "") faults.push("no_text");
  const tables = blocks.filter((block) => typeOf(block) === "data_table").length;
  if (tables > 1) faults.push("only_one_table_allowed");
  if (lettersIn(blocks) > longestMessage) faults.push("msg_blocks_too_long");
  return [...faults, ...listFaults(blocks, "message")];
}

function viewFaults(view: Json, surface: "modal" | "home"): string[] {
  const faults = parseFaults(viewSchemas[surface], view, "view");
  if (Buffer.byteLength(JSON.stringify(view)) > 250_000) faults.push("view: must be at most 250 KB");
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  const hasInput = blocks.some((block) => typeOf(block) === "input");
  if (surface === "modal" && hasInput && view.submit === undefined) faults.push("view: inputs need submit");
  return [...faults, ...listFaults(blocks, surface)];
}

function listFaults(blocks: readonly unknown[], surface: Surface): string[] {
  const faults = blocks.flatMap((block, index) => oneBlockFaults(block, surface, `blocks[${index}]`));
  if (blocks.length > mostBlocks[surface])
    faults.push(`blocks: more than ${mostBlocks[surface]} in a ${surface}`);
  for (const id of repeated(blocks.map((block) => (block as Json | null)?.block_id)))
    faults.push(`blocks: block_id ${id} is used twice`);
  if (elementsOf(blocks).filter(({ focus_on_load }) => focus_on_load === true).length > 1)
    faults.push("blocks: more than one element has focus_on_load");
  return faults;
}

function oneBlockFaults(block: unknown, surface: Surface, path: string): string[] {
  const type = typeOf(block);
  if (type === undefined || !Object.hasOwn(blockSchemas, type))
    return [`${path}: unknown block type ${type}`];
  const faults = parseFaults(blockSchemas[type as keyof typeof blockSchemas], block, path);
  if (onlyInMessages.includes(type) && surface !== "message")
    faults.push(`${path}: ${type} is not shown in a ${surface}`);
  const elements = elementsOf([block]);
  for (const id of repeated(elements.map(({ action_id }) => action_id)))
    faults.push(`${path}: action_id ${id} is used twice`);
  return [...faults, ...elements.flatMap((element) => selectFaults(element, path))];
}

/** Options are told apart by value, and the first choice is one of them. */
function selectFaults(element: Json, path: string): string[] {
  if (element.type !== "static_select") return [];
  const groups = (element.option_groups ?? []) as readonly { options: readonly SlackOption[] }[];
  const options = (element.options ?? groups.flatMap((group) => group.options)) as readonly SlackOption[];
  const faults = repeated(options.map(({ value }) => value)).map(
    (value) => `${path}: option value ${value} is used twice`,
  );
  const initial = JSON.stringify(element.initial_option);
  if (initial !== undefined && !options.some((option) => JSON.stringify(option) === initial))
    faults.push(`${path}: initial_option is not among the options`);
  return faults;
}

/** Everything that can be tapped or filled in. */
function elementsOf(blocks: readonly unknown[]): readonly Json[] {
  return blocks.flatMap((block) => {
    const { type, elements, element, accessory } = (block ?? {}) as Json;
    const inside = type === "actions" && Array.isArray(elements) ? elements : [element, accessory];
    return inside.filter((found): found is Json => typeof found === "object" && found !== null);
  });
}

function parseFaults(schema: z.ZodType, value: unknown, path: string): string[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map(
    (issue) => `${path}${issue.path.map((step) => `/${String(step)}`).join("")}: ${issue.message}`,
  );
}

function typeOf(block: unknown): string | undefined {
  const type = (block as Json | null)?.type;
  return typeof type === "string" ? type : undefined;
}

function repeated(ids: readonly unknown[]): string[] {
  const texts = ids.filter((id): id is string => typeof id === "string");
  return [...new Set(texts.filter((id, index) => texts.indexOf(id) !== index))];
}

/**
 * Where Slack would read a mention, channel or link out of the payload: mrkdwn and the notification are markup, so that
 * a bare "<" in them is one. Plain and rich text are not.
 */
export function liveMarkup(payload: object): string[] {
  const found: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    const { type, text, verbatim } = value as Json;
    if (type === "mrkdwn" && typeof text === "string" && /[<>]/u.test(text)) found.push(`${path}: ${text}`);
    if (type === "mrkdwn" && verbatim !== true) found.push(`${path}: mrkdwn makes links of addresses`);
    if (["user", "channel", "usergroup", "team", "broadcast", "link"].includes(String(type)))
      found.push(`${path}: a ${String(type)} element`);
    for (const [name, inside] of Object.entries(value)) visit(inside, `${path}/${name}`);
  };
  visit(payload, "");
  const { text } = payload as Json;
  if (typeof text === "string" && /[<>]|&(?!amp;|lt;|gt;)/u.test(text)) found.push(`/text: ${text}`);
  return found;
}
