import { z } from "zod";

/*
 * Slack's Block Kit reference (docs.slack.dev/reference/block-kit) as schemas: what the objects must have, may have and
 * how long their texts are. An unknown property is a fault, as Slack answers "invalid additional property".
 */

/** A text that Slack accepts: well-formed, not blank, at most `limit` characters. */
function words(limit: number) {
  return z
    .string()
    .max(limit, `must be at most ${limit} characters`)
    .refine((text) => text.trim().length > 0, "is blank")
    .refine((text) => text.isWellFormed(), "has a lone surrogate");
}

const plain = (limit: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: words(limit), emoji: z.boolean().optional() });
const mrkdwn = (limit: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: words(limit), verbatim: z.boolean().optional() });
const text = (limit: number) => z.discriminatedUnion("type", [plain(limit), mrkdwn(limit)]);

const id = words(255);
const blockId = { block_id: id.optional() };
const actionId = { action_id: id.optional() };
const url = z
  .string()
  .max(3000, "must be at most 3000 characters")
  .regex(/^https?:\/\/[^\s/]+/u, "is no web address");

const confirm = z.strictObject({
  title: plain(100),
  text: text(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(["primary", "danger"]).optional(),
});

const button = z.strictObject({
  type: z.literal("button"),
  text: plain(75),
  ...actionId,
  url: url.optional(),
  value: z.string().max(2000, "must be at most 2000 characters").optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: confirm.optional(),
  accessibility_label: words(75).optional(),
});

const option = z.strictObject({ text: plain(75), value: words(75), description: plain(75).optional() });
export type SlackOption = z.infer<typeof option>;
const optionList = z.array(option).min(1, "has no options").max(100, "has more than 100 options");

const placeholder = { placeholder: plain(150).optional(), focus_on_load: z.boolean().optional() };

const staticSelect = z
  .strictObject({
    type: z.literal("static_select"),
    ...actionId,
    options: optionList.optional(),
    option_groups: z
      .array(z.strictObject({ label: plain(75), options: optionList }))
      .min(1)
      .max(100)
      .optional(),
    initial_option: option.optional(),
    confirm: confirm.optional(),
    ...placeholder,
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), {
    message: "needs either options or option_groups",
  });

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, "is no date");
const datepicker = z.strictObject({
  type: z.literal("datepicker"),
  ...actionId,
  initial_date: date.optional(),
  confirm: confirm.optional(),
  ...placeholder,
});

const plainTextInput = z
  .strictObject({
    type: z.literal("plain_text_input"),
    ...actionId,
    initial_value: z
      .string()
      .refine((value) => value.isWellFormed(), "has a lone surrogate")
      .optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000, "must be at most 3000").optional(),
    ...placeholder,
  })
  .refine(({ initial_value = "", max_length = 3000 }) => initial_value.length <= max_length, {
    message: "initial_value is longer than max_length",
  });

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    underline: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const leafText = z
  .string()
  .min(1, "is empty")
  .refine((value) => value.isWellFormed(), "has a lone surrogate");
const leaf = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: leafText, style }),
  z.strictObject({ type: z.literal("emoji"), name: words(100), unicode: z.string().optional(), style }),
  z.strictObject({ type: z.literal("link"), url, text: leafText.optional(), style }),
  z.strictObject({ type: z.literal("user"), user_id: id, style }),
  z.strictObject({ type: z.literal("channel"), channel_id: id, style }),
  z.strictObject({ type: z.literal("broadcast"), range: z.enum(["here", "channel", "everyone"]), style }),
]);
const leaves = z.array(leaf).min(1, "is empty");
const richSection = z.strictObject({ type: z.literal("rich_text_section"), elements: leaves });
const border = { border: z.union([z.literal(0), z.literal(1)]).optional() };
const richText = z.strictObject({
  type: z.literal("rich_text"),
  ...blockId,
  elements: z
    .array(
      z.discriminatedUnion("type", [
        richSection,
        z.strictObject({
          type: z.literal("rich_text_list"),
          style: z.enum(["bullet", "ordered"]),
          elements: z.array(richSection).min(1, "is empty"),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          ...border,
        }),
        z.strictObject({ type: z.literal("rich_text_quote"), elements: leaves, ...border }),
        z.strictObject({ type: z.literal("rich_text_preformatted"), elements: leaves, ...border }),
      ]),
    )
    .min(1, "is empty"),
});

const image = z.strictObject({ type: z.literal("image"), image_url: url, alt_text: words(2000) });

const rawText = z.strictObject({ type: z.literal("raw_text"), text: words(10_000) });
const rawNumber = z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: words(255) });
const headerCell = z.discriminatedUnion("type", [rawText, rawNumber], "a header cell is no rich text");
const cell = z.discriminatedUnion("type", [rawText, rawNumber, richText]);
const columns = { min: "has no columns", max: "has more than 20 columns" };

/** Blocks by their type: the ones that a message, a modal or the Home tab of ours may hold. */
export const blockSchemas = {
  header: z.strictObject({ type: z.literal("header"), ...blockId, text: plain(150) }),
  divider: z.strictObject({ type: z.literal("divider"), ...blockId }),
  section: z
    .strictObject({
      type: z.literal("section"),
      ...blockId,
      text: text(3000).optional(),
      fields: z.array(text(2000)).min(1).max(10, "has more than 10 fields").optional(),
      accessory: z.discriminatedUnion("type", [button, staticSelect, datepicker, image]).optional(),
      expand: z.boolean().optional(),
    })
    .refine((section) => section.text !== undefined || section.fields !== undefined, {
      message: "needs text or fields",
    }),
  context: z.strictObject({
    type: z.literal("context"),
    ...blockId,
    elements: z
      .array(z.discriminatedUnion("type", [plain(3000), mrkdwn(3000), image]))
      .min(1, "is empty")
      .max(10, "has more than 10 elements"),
  }),
  actions: z.strictObject({
    type: z.literal("actions"),
    ...blockId,
    elements: z
      .array(z.discriminatedUnion("type", [button, staticSelect, datepicker]))
      .min(1, "is empty")
      .max(25, "has more than 25 elements"),
  }),
  input: z.strictObject({
    type: z.literal("input"),
    ...blockId,
    label: plain(2000),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: z.discriminatedUnion("type", [plainTextInput, staticSelect, datepicker]),
  }),
  rich_text: richText,
  data_table: z
    .strictObject({
      type: z.literal("data_table"),
      ...blockId,
      caption: words(10_000),
      rows: z
        .tuple([z.array(headerCell).min(1, columns.min).max(20, columns.max)])
        .rest(z.array(cell).min(1, columns.min).max(20, columns.max))
        .refine((rows) => rows.length >= 2, "has fewer than 2 rows")
        .refine((rows) => rows.length <= 101, "has more than 101 rows")
        .refine((rows) => rows.every((row) => row.length === rows[0].length), "has rows of unequal length"),
      page_size: z.int().min(1).max(100).optional(),
      row_header_column_index: z.int().min(0).optional(),
    })
    .refine((table) => lettersIn(table.rows) <= 10_000, "has more than 10000 characters in its cells"),
} as const;

/** Modal and Home views without their blocks. */
export const viewSchemas = {
  modal: z.strictObject({
    type: z.literal("modal"),
    title: plain(24),
    close: plain(24).optional(),
    submit: plain(24).optional(),
    blocks: z.array(z.unknown()),
    private_metadata: z.string().max(3000, "must be at most 3000 characters").optional(),
    callback_id: id.optional(),
    external_id: id.optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  }),
  home: z.strictObject({
    type: z.literal("home"),
    blocks: z.array(z.unknown()),
    private_metadata: z.string().max(3000, "must be at most 3000 characters").optional(),
    callback_id: id.optional(),
    external_id: id.optional(),
  }),
} as const;

/** How many characters stand under the name `text` anywhere inside. */
export function lettersIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inside]) =>
      sum + (name === "text" && typeof inside === "string" ? inside.length : lettersIn(inside)),
    0,
  );
}
