import { describe, expect, it } from "vitest";
import { blockFaults, liveMarkup } from "./block-limits.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const x = (length: number) => "x".repeat(length);
const button = (changes: object = {}) => ({
  type: "button",
  text: plain("Go"),
  action_id: "a",
  value: "v",
  ...changes,
});
const section = (changes: object = {}) => ({ type: "section", text: plain("Hello"), ...changes });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const rich = (...elements: object[]) => ({ type: "rich_text", elements });
const richSection = (...elements: object[]) => ({ type: "rich_text_section", elements });
const leaf = (text: string) => ({ type: "text", text });
const option = (value: string, text = value) => ({ text: plain(text), value });
const select = (changes: object = {}) => ({
  type: "static_select",
  action_id: "s",
  options: [option("1")],
  ...changes,
});
const input = (element: object, changes: object = {}) => ({
  type: "input",
  label: plain("Name"),
  element,
  ...changes,
});
const textInput = (changes: object = {}) => ({ type: "plain_text_input", action_id: "t", ...changes });
const cell = (text: string) => ({ type: "raw_text", text });
const table = (rows: object[][], changes: object = {}) => ({
  type: "data_table",
  caption: "Figures",
  rows,
  ...changes,
});
const confirm = (changes: object = {}) => ({
  title: plain("Sure?"),
  text: plain("It goes."),
  confirm: plain("Yes"),
  deny: plain("No"),
  ...changes,
});
const message = (...blocks: unknown[]) => ({ text: "Hello", blocks });
const modal = (blocks: object[], changes: object = {}) => ({
  type: "modal",
  title: plain("Settings"),
  submit: plain("Save"),
  close: plain("Cancel"),
  private_metadata: "{}",
  callback_id: "c",
  blocks,
  ...changes,
});
const home = (blocks: object[], changes: object = {}) => ({ type: "home", blocks, ...changes });
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const withoutPath = (fault: string) => fault.replace(/^\S+: /u, "");

/** Payloads with exactly one thing wrong, and what must be said of it. */
const planted: readonly (readonly [rule: string, payload: object, says: string])[] = [
  ["a message without anything", { blocks: [] }, "no_text"],
  ["a text that is no text", { text: 4, blocks: [section()] }, "text: is no text"],
  ["a text over 40,000", { text: x(40_001), blocks: [section()] }, "40000"],
  ["a lone surrogate in the text", { text: "a\ud800", blocks: [section()] }, "surrogate"],
  ["blocks that are no list", { text: "x", blocks: "section" }, "blocks: is no list"],
  ["51 blocks in a message", message(...many(51, () => ({ type: "divider" }))), "more than 50"],
  ["101 blocks in a modal", modal(many(101, () => ({ type: "divider" }))), "more than 100"],
  ["101 blocks on Home", home(many(101, () => ({ type: "divider" }))), "more than 100"],
  [
    "13,201 characters in a message",
    message(...many(5, () => section({ text: plain(x(2641)) }))),
    "msg_blocks_too_long",
  ],
  ["an unknown block", message({ type: "sectoin", text: plain("x") }), "unknown block type"],
  ["a block that is none", message(null), "unknown block type"],
  ["an unknown property", message(section({ colour: "red" })), "Unrecognized"],
  ["the same block_id twice", message(section({ block_id: "b" }), section({ block_id: "b" })), "block_id b"],
  ["a block_id over 255", message(section({ block_id: x(256) })), "255"],
  ["a section without anything", message({ type: "section" }), "needs text or fields"],
  ["a section over 3,000", message(section({ text: plain(x(3001)) })), "3000"],
  ["an empty section", message(section({ text: plain("") })), "blank"],
  ["a blank section", message(section({ text: plain(" \n") })), "blank"],
  ["a lone surrogate", message(section({ text: plain("a\udc00") })), "surrogate"],
  ["11 fields", message({ type: "section", fields: many(11, () => plain("f")) }), "10 fields"],
  ["a field over 2,000", message({ type: "section", fields: [plain(x(2001))] }), "2000"],
  ["a header over 150", message({ type: "header", text: plain(x(151)) }), "150"],
  ["a header in mrkdwn", message({ type: "header", text: { type: "mrkdwn", text: "x" } }), "plain_text"],
  ["a header without text", message({ type: "header" }), "blocks[0]/text"],
  [
    "11 elements in a context",
    message({ type: "context", elements: many(11, () => plain("c")) }),
    "10 elements",
  ],
  ["an empty context", message({ type: "context", elements: [] }), "empty"],
  ["a button in a context", message({ type: "context", elements: [button()] }), "elements/0"],
  ["26 buttons", message(actions(...many(26, (at) => button({ action_id: `a${at}` })))), "25 elements"],
  ["no buttons", message(actions()), "empty"],
  ["the same action_id twice in a block", message(actions(button(), button())), "action_id a"],
  ["an action_id over 255", message(actions(button({ action_id: x(256) }))), "255"],
  ["a button over 75", message(actions(button({ text: plain(x(76)) }))), "75"],
  ["a button without a text", message(actions({ type: "button", action_id: "a" })), "elements/0/text"],
  ["a button in mrkdwn", message(actions(button({ text: { type: "mrkdwn", text: "x" } }))), "plain_text"],
  ["a value over 2,000", message(actions(button({ value: x(2001) }))), "2000"],
  ["a style that is none", message(actions(button({ style: "plain" }))), "style"],
  ["a spoken label over 75", message(actions(button({ accessibility_label: x(76) }))), "75"],
  ["an address over 3,000", message(actions(button({ url: `https://a/${x(3000)}` }))), "3000"],
  ["an address that is none", message(actions(button({ url: "javascript:alert(1)" }))), "no web address"],
  [
    "a question's title over 100",
    message(actions(button({ confirm: confirm({ title: plain(x(101)) }) }))),
    "100",
  ],
  ["a question over 300", message(actions(button({ confirm: confirm({ text: plain(x(301)) }) }))), "300"],
  ["a yes over 30", message(actions(button({ confirm: confirm({ confirm: plain(x(31)) }) }))), "30"],
  ["a no over 30", message(actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))), "30"],
  [
    "a question without a no",
    message(actions(button({ confirm: { ...confirm(), deny: undefined } }))),
    "deny",
  ],
  ["an element that is none", message(actions({ type: "slider", action_id: "a" })), "elements/0"],
  ["101 options", message(actions(select({ options: many(101, (at) => option(`o${at}`)) }))), "100 options"],
  ["no options", message(actions(select({ options: [] }))), "no options"],
  [
    "neither options nor groups",
    message(actions({ type: "static_select", action_id: "s" })),
    "either options",
  ],
  ["an option's text over 75", message(actions(select({ options: [option("1", x(76))] }))), "75"],
  ["an option's value over 75", message(actions(select({ options: [option(x(76), "o")] }))), "75"],
  ["an empty option value", message(actions(select({ options: [option("", "o")] }))), "blank"],
  [
    "an option value twice",
    message(actions(select({ options: [option("1"), option("1", "one")] }))),
    "value 1",
  ],
  [
    "a first choice that is no option",
    message(actions(select({ initial_option: option("2") }))),
    "initial_option",
  ],
  [
    "a first choice with another text",
    message(actions(select({ initial_option: option("1", "one") }))),
    "initial_option",
  ],
  ["a placeholder over 150", message(actions(select({ placeholder: plain(x(151)) }))), "150"],
  [
    "a date that is none",
    modal([input({ type: "datepicker", action_id: "d", initial_date: "now" })]),
    "no date",
  ],
  ["an input without a label", modal([{ type: "input", element: textInput() }]), "label"],
  ["a label over 2,000", modal([input(textInput(), { label: plain(x(2001)) })]), "2000"],
  ["a hint over 2,000", modal([input(textInput(), { hint: plain(x(2001)) })]), "2000"],
  ["an input of a button", modal([input(button())]), "element"],
  ["an input length over 3,000", modal([input(textInput({ max_length: 3001 }))]), "3000"],
  ["an input length of 0", modal([input(textInput({ max_length: 0 }))]), "max_length"],
  [
    "a value over its input",
    modal([input(textInput({ max_length: 2, initial_value: "abc" }))]),
    "longer than max_length",
  ],
  [
    "two elements with the focus",
    modal([input(textInput({ focus_on_load: true })), input(textInput({ focus_on_load: true }))]),
    "focus_on_load",
  ],
  ["inputs without submit", modal([input(textInput())], { submit: undefined }), "need submit"],
  ["a modal without a title", modal([section()], { title: undefined }), "title"],
  ["a title over 24", modal([section()], { title: plain(x(25)) }), "24"],
  ["a submit over 24", modal([section()], { submit: plain(x(25)) }), "24"],
  ["a close over 24", modal([section()], { close: plain(x(25)) }), "24"],
  ["metadata over 3,000", modal([section()], { private_metadata: x(3001) }), "3000"],
  ["metadata over 3,000 on Home", home([section()], { private_metadata: x(3001) }), "3000"],
  ["a callback_id over 255", modal([section()], { callback_id: x(256) }), "255"],
  ["a view over 250 KB", home(many(90, () => section({ text: plain("字".repeat(1000)) }))), "250 KB"],
  ["a view without blocks", { type: "home" }, "blocks"],
  ["a title on Home", home([section()], { title: plain("x") }), "Unrecognized"],
  ["a table in a modal", modal([table([[cell("a")], [cell("b")]])]), "not shown in a modal"],
  ["a table on Home", home([table([[cell("a")], [cell("b")]])]), "not shown in a home"],
  [
    "two tables in a message",
    message(table([[cell("a")], [cell("b")]]), table([[cell("a")], [cell("b")]])),
    "only_one_table",
  ],
  ["a table without rows", message(table([[cell("a")]])), "fewer than 2 rows"],
  ["a table of 102 rows", message(table(many(102, () => [cell("a")]))), "101 rows"],
  ["a table of 21 columns", message(table(many(2, () => many(21, () => cell("a"))))), "20 columns"],
  ["rows of unequal length", message(table([[cell("a"), cell("b")], [cell("c")]])), "unequal"],
  ["an empty cell", message(table([[cell("a")], [cell("")]])), "blank"],
  ["a rich header cell", message(table([[rich(richSection(leaf("a")))], [cell("b")]])), "header cell"],
  [
    "a table over 10,000 characters",
    message(table([[cell("a")], [cell(x(5000))], [cell(x(5000))]])),
    "10000 characters",
  ],
  ["a table without a caption", message({ type: "data_table", rows: [[cell("a")], [cell("b")]] }), "caption"],
  ["a page of 101 rows", message(table([[cell("a")], [cell("b")]], { page_size: 101 })), "page_size"],
  ["rich text without elements", message(rich()), "empty"],
  ["an empty run of text", message(rich(richSection(leaf("")))), "empty"],
  ["an element that is not rich text", message(rich(leaf("x"))), "elements/0"],
  ["a list without items", message(rich({ type: "rich_text_list", style: "bullet", elements: [] })), "empty"],
  [
    "a list without a style",
    message(rich({ type: "rich_text_list", elements: [richSection(leaf("x"))] })),
    "style",
  ],
];

describe("the validator sees a planted fault", () => {
  it.each(planted)("%s", (_, payload, says) => {
    const faults = blockFaults(payload);
    expect(faults.join("\n")).toContain(says);
  });

  it("and only that one", () => {
    const twofold = planted
      .filter(([, payload]) => new Set(blockFaults(payload).map(withoutPath)).size !== 1)
      .map(([rule]) => rule);
    expect(twofold).toEqual([]);
  });
});

describe("the validator takes what Slack takes", () => {
  it("at every limit", () => {
    const atLimit = message(
      { type: "header", text: plain(x(150)), block_id: x(255) },
      section({ text: plain(x(3000)), accessory: button({ url: `https://a/${x(2900)}` }), expand: true }),
      section({ fields: many(10, () => plain("f")) }),
      { type: "context", elements: many(10, () => plain("c")) },
      actions(...many(24, (at) => button({ action_id: `a${at}`, value: x(2000) })), select()),
      actions(
        button({ text: plain(x(75)), style: "danger", confirm: confirm(), accessibility_label: x(75) }),
      ),
      actions(select({ options: many(100, (at) => option(`o${at}`)), initial_option: option("o7") })),
      rich(
        richSection(leaf("a"), { type: "emoji", name: "warning" }),
        { type: "rich_text_quote", elements: [leaf("b")] },
        { type: "rich_text_list", style: "bullet", elements: [richSection(leaf("c"))] },
      ),
      table(many(101, () => many(20, () => cell("a")))),
      ...many(41, () => ({ type: "divider" })),
    );
    expect(blockFaults(atLimit)).toEqual([]);
  });

  it("in views", () => {
    const fields = [
      input(textInput({ max_length: 3000, initial_value: x(3000), multiline: true }), { optional: true }),
      input(select({ options: undefined, option_groups: [{ label: plain("g"), options: [option("1")] }] })),
      input({ type: "datepicker", action_id: "d", initial_date: "2026-11-24" }, { hint: plain(x(2000)) }),
    ];
    expect(blockFaults(modal(fields, { title: plain(x(24)) }))).toEqual([]);
    expect(blockFaults(home([section()]))).toEqual([]);
    expect(blockFaults({ text: "only text" })).toEqual([]);
  });
});

describe("markup that would come alive is seen", () => {
  it.each([
    ["a mention in the notification", { text: "<!channel> hello" }],
    ["a bare ampersand in the notification", { text: "R&D" }],
    ["a mention in mrkdwn", message(section({ text: { type: "mrkdwn", text: "<@U1>", verbatim: true } }))],
    ["mrkdwn that makes links", message(section({ text: { type: "mrkdwn", text: "example.com" } }))],
    ["a mention in rich text", message(rich(richSection({ type: "user", user_id: "U1" })))],
    ["a broadcast in rich text", message(rich(richSection({ type: "broadcast", range: "here" })))],
  ])("%s", (_, payload) => {
    expect(liveMarkup(payload)).toHaveLength(1);
  });

  it("and plain words are not", () => {
    const words = {
      text: "R&amp;D &lt;3",
      blocks: [section({ text: plain("<!channel>") }), rich(richSection(leaf("<@U1>")))],
    };
    expect(liveMarkup(words)).toEqual([]);
  });
});
