import fc from "fast-check";
import type { Action, Button, Card, CardNode, Dialog, Field, Form } from "../../../../src/ports/card.ts";

/** Strings that have broken chat tools: markup, mentions, controls, broken surrogates, other directions, zalgo. */
const nasty = [
  "<!channel>",
  "<!here|here>",
  "<!subteam^S1|@all>",
  "<@U1>",
  "<#C1|general>",
  "<https://evil.example|click>",
  "<mailto:a@b.example|mail>",
  "<!date^1392734382^{date}|then>",
  "&lt;!channel&gt;",
  "&amp;&#60;",
  "&<>".repeat(40),
  ":warning: :+1:",
  "*bold* _it_ ~no~ `code`",
  "```",
  "\ud800",
  "\udc00x",
  "\u0000\u0007\u001b[31m",
  "\u202eevil\u202c",
  "\u2066\u2067\u2068",
  "\u2069\u2069",
  "مرحبا بالعالم",
  "שלום",
  "👩‍👩‍👧‍👦👩🏽‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  `z${"\u0335\u0321\u0489".repeat(60)}`,
  "e\u0301".repeat(90),
  "\u200b\u200d\ufeff",
  "　",
  "\r\n\r\n",
  "\t",
  "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley-Beauchamp-Zog",
  "x".repeat(3000),
  "Long words and short. ".repeat(140),
  "字".repeat(3000),
  "<".repeat(3000),
];

/** A hostile text of any length up to a few thousand characters, often short, sometimes blank. */
export const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasty) },
  { weight: 3, arbitrary: fc.string({ unit: "grapheme-composite", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.constantFrom(...nasty), { maxLength: 4 })
      .map((parts) => parts.join(" ").slice(0, 3500)),
  },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "\n") },
);

/** A name or value of ours: short, and now and then strange. */
const anyValue = fc.oneof(
  fc.stringMatching(/^[a-z0-9-]{0,40}$/),
  fc.constantFrom("", "<!channel>", "a&b", '"', "=", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
);
const anyName = fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,20}$/);

export const anyAction: fc.Arbitrary<Action> = fc.record({
  name: fc.oneof(anyName, fc.constantFrom("<@U1>", "", "a b/c:d")),
  args: fc.dictionary(anyName, anyValue, { maxKeys: 3 }),
});

const buttonOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Button> =>
  fc.record(
    {
      label: text,
      action: anyAction,
      style: fc.constantFrom("primary", "danger", "plain"),
      confirm: text,
    },
    { requiredKeys: ["label", "action"] },
  );

const anyOption = fc.record({ value: anyValue, label: anyText });

const anyField: fc.Arbitrary<Field> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("text" as const),
      name: anyName,
      label: anyText,
      hint: anyText,
      value: anyText,
      multiline: fc.boolean(),
      maxLength: fc.integer({ min: -1, max: 5000 }),
    },
    { requiredKeys: ["kind", "name", "label", "maxLength"] },
  ),
  fc.record(
    {
      kind: fc.constant("select" as const),
      name: anyName,
      label: anyText,
      hint: anyText,
      options: fc.array(anyOption, { maxLength: 12 }),
      value: anyValue,
    },
    { requiredKeys: ["kind", "name", "label", "options"] },
  ),
  fc.record(
    {
      kind: fc.constant("date" as const),
      name: anyName,
      label: anyText,
      hint: anyText,
      value: fc.constantFrom("2026-11-24", "", "tomorrow", "<!here>"),
    },
    { requiredKeys: ["kind", "name", "label"] },
  ),
);

const anyForm: fc.Arbitrary<Form> = fc.record({
  fields: fc.uniqueArray(anyField, { maxLength: 6, selector: ({ name }) => name }),
  submit: buttonOf(anyText),
});

/** One node of any kind, with hostile strings in every place. */
const nodeOf = (text: fc.Arbitrary<string>): fc.Arbitrary<CardNode> =>
  fc.oneof(
    fc.record({ kind: fc.constant("heading" as const), text }),
    fc.record(
      {
        kind: fc.constant("text" as const),
        text,
        tone: fc.constantFrom("plain", "quiet", "good", "warning"),
      },
      { requiredKeys: ["kind", "text"] },
    ),
    fc.record({ kind: fc.constant("quote" as const), text, by: text }, { requiredKeys: ["kind", "text"] }),
    fc.record({
      kind: fc.constant("facts" as const),
      facts: fc.array(fc.record({ label: text, value: text }), { maxLength: 8 }),
    }),
    fc.record({ kind: fc.constant("list" as const), items: fc.array(text, { maxLength: 8 }) }),
    fc.record({
      kind: fc.constant("table" as const),
      caption: fc.oneof(text, fc.constant("Figures")),
      columns: fc.array(fc.oneof(text, fc.constant("City")), { maxLength: 22 }),
      rows: fc.array(fc.array(fc.oneof(text, fc.constantFrom("Steady", "", " ")), { maxLength: 22 }), {
        maxLength: 12,
      }),
    }),
    // Short cells, as figures have them, so that Slack's own table is drawn as well.
    fc.record({
      kind: fc.constant("table" as const),
      caption: fc.constant("Figures"),
      columns: fc.constant(["Topic", "City", "<!channel>"]),
      rows: fc.array(fc.array(fc.constantFrom("Steady", "", "<@U1>", "&"), { maxLength: 3 }), {
        maxLength: 110,
      }),
    }),
    fc
      .record({
        label: text,
        options: fc.array(anyOption, { maxLength: 30 }),
        pick: fc.nat(),
        action: anyAction,
      })
      .map(({ pick, ...choice }): CardNode => {
        const chosen = choice.options[pick % (choice.options.length + 1)]?.value;
        return { kind: "choice", ...choice, ...(chosen === undefined ? {} : { chosen }) };
      }),
    fc.tuple(anyForm, text, text, anyAction).map(
      ([form, label, about, action]): CardNode => ({
        kind: "form",
        ...form,
        window: { label, text: about, action },
      }),
    ),
    fc.record({
      kind: fc.constant("buttons" as const),
      buttons: fc.array(buttonOf(text), { maxLength: 30 }),
    }),
    fc.record({
      kind: fc.constant("link" as const),
      label: text,
      path: fc.oneof(text, fc.constantFrom("/p/permits", "//evil.example/", "/a b", "javascript:alert(1)")),
    }),
    fc.constant<CardNode>({ kind: "divider" }),
  );

const anyNode = nodeOf(anyText);
/** Many of these reach the number of blocks before the number of characters. */
const shortNode = nodeOf(fc.constantFrom("Short", "<!here>", "", "a & b"));

/** A card of up to 200 nodes. */
export const anyCard: fc.Arbitrary<Card> = fc.record({
  summary: anyText,
  nodes: fc.oneof(
    fc.array(anyNode, { maxLength: 12 }),
    fc.array(anyNode, { minLength: 20, maxLength: 60, size: "max" }),
    fc.array(shortNode, { minLength: 40, maxLength: 200, size: "max" }),
  ),
});

/** A window with or without a form. */
export const anyDialog: fc.Arbitrary<Dialog> = fc.record(
  { title: anyText, nodes: fc.array(anyNode, { maxLength: 40 }), form: anyForm },
  { requiredKeys: ["title", "nodes"] },
);
