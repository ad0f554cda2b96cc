import { describe, expect, it } from "vitest";
import { decodeAction, originOf, readFields } from "../../../../adapters/slack/draw/action-codec.ts";
import { drawHome } from "../../../../adapters/slack/draw/draw-home.ts";
import { drawModal } from "../../../../adapters/slack/draw/draw-modal.ts";
import type { CardNode, Dialog, Field } from "../../../../src/ports/card.ts";
import { readPrompts } from "../../../../src/prompts.ts";
import { blockFaults } from "../../../slack/block-limits.ts";
import { aStatusCard } from "../../web/sample-cards.ts";

const words = readPrompts().wordsFor("en");
const absolute = (path: string) => `https://rapport.example${path}`;
const submit = { label: "Save", action: { name: "save", args: { id: "1" } } };
const about: Field = {
  kind: "text",
  name: "text",
  label: "What went well?",
  multiline: true,
  maxLength: 3000,
};
const topic: Field = {
  kind: "select",
  name: "topic",
  label: "Topic",
  hint: "Shown to nobody.",
  options: [
    { value: "", label: "No topic" },
    { value: "budget", label: "Budget" },
  ],
};
const day: Field = { kind: "date", name: "day", label: "Until", value: "2026-12-01" };

function open(dialog: Partial<Dialog>, origin?: string) {
  const view = drawModal(
    { title: "Your answer", nodes: [], ...dialog },
    { words, absolute, ...(origin === undefined ? {} : { origin }) },
  );
  expect(blockFaults(view)).toEqual([]);
  return view;
}

interface Input {
  readonly type: string;
  readonly block_id: string;
  readonly label: { readonly text: string };
  readonly optional: boolean;
  readonly element: Readonly<Record<string, unknown>>;
}
const inputsOf = (view: { blocks: object[] }) =>
  (view.blocks as Input[]).filter(({ type }) => type === "input");

describe("a window with a form", () => {
  const view = open({ form: { fields: [about, topic, day], submit } }, "D1");

  it("says what sending it runs and where it was opened", () => {
    expect(view).toMatchObject({
      type: "modal",
      callback_id: "rapport-form",
      title: { text: "Your answer" },
      submit: { text: "Save" },
      close: { text: "Cancel" },
    });
    expect(decodeAction("rapport-form", view.private_metadata ?? "")?.action).toEqual(submit.action);
    expect(originOf(view.private_metadata ?? "")).toBe("D1");
  });

  it("has a labelled input for each field, none of which Slack holds back", () => {
    const [text, select, date] = inputsOf(view);
    expect(text).toMatchObject({
      optional: true,
      label: { text: "What went well?" },
      element: { type: "plain_text_input", multiline: true, max_length: 3000 },
    });
    expect(select).toMatchObject({
      optional: false,
      hint: { text: "Shown to nobody." },
      element: { type: "static_select", initial_option: { text: { text: "No topic" } } },
    });
    expect(date).toMatchObject({ element: { type: "datepicker", initial_date: "2026-12-01" } });
  });

  it("gives back what was chosen, also the empty choice", () => {
    const values = Object.fromEntries(
      inputsOf(view).map(({ block_id, element }) => {
        const { type, action_id, initial_option, initial_date } = element;
        const entered = { type, value: "Good", selected_option: initial_option, selected_date: initial_date };
        return [block_id, { [String(action_id)]: entered }];
      }),
    );
    expect(readFields({ values })).toEqual({ text: "Good", topic: "", day: "2026-12-01" });
  });

  it("keeps the place of each input, so that typed words survive a redrawing", () => {
    const again = open({ form: { fields: [about, topic, day], submit } }, "D1");
    expect(inputsOf(again).map(({ block_id }) => block_id)).toEqual(
      inputsOf(view).map(({ block_id }) => block_id),
    );
  });

  it("says above the inputs what sending does, and a title or label that is too long", () => {
    const label = `Which ${"very ".repeat(500)}long question?`;
    const view = open({
      title: "A title that is longer than Slack shows",
      form: { fields: [{ ...about, label }], submit: { ...submit, confirm: "Both sides will see it." } },
    });
    const [heading, question, ...others] = view.blocks;
    expect(view.title.text).toBe("A title that is longer …");
    expect(heading).toMatchObject({
      type: "header",
      text: { text: "A title that is longer than Slack shows" },
    });
    expect(question).toMatchObject({ type: "context", elements: [{ text: "Both sides will see it." }] });
    expect(others.map(({ type }) => type)).toEqual(["section", "input"]);
  });

  it("says that a text is cut when it is longer than its box", () => {
    const [input] = inputsOf(
      open({ form: { fields: [{ ...about, value: "ab".repeat(9), maxLength: 5 }], submit } }),
    );
    expect(input).toMatchObject({
      element: { initial_value: "ababa", max_length: 5 },
      hint: { text: "This box holds 5 characters. Your text is longer, so its end is not shown here." },
    });
  });

  it("takes more options than one list holds, and says when there is none", () => {
    const options = Array.from({ length: 250 }, (_, at) => ({ value: `o${at}`, label: `Option ${at}` }));
    const view = open({ form: { fields: [{ ...topic, options, value: "o170" }], submit } });
    expect(inputsOf(view)[0]?.element).toMatchObject({ initial_option: { text: { text: "Option 170" } } });
    const none = open({ form: { fields: [about, { ...topic, options: [] }], submit } });
    expect(JSON.stringify(none.blocks)).toContain("There is nothing to choose from.");
  });

  it("is refused when no window holds it", () => {
    const fields = Array.from({ length: 101 }, (_, at): Field => ({ ...day, name: `day${at}` }));
    const tooLong = expect.objectContaining({ code: "slack.form-too-large" });
    expect(() => drawModal({ title: "x", nodes: [], form: { fields, submit } }, { words })).toThrow(tooLong);
    const value = { ...topic, options: [{ value: "x".repeat(75), label: "x" }] };
    const noValue = expect.objectContaining({ code: "slack.option-too-long" });
    expect(() => drawModal({ title: "x", nodes: [], form: { fields: [value], submit } }, { words })).toThrow(
      noValue,
    );
  });
});

describe("a window without a form", () => {
  it("shows its nodes, tables as lines and forms as their buttons, and can only be closed", () => {
    const form: CardNode = {
      kind: "form",
      fields: [about],
      submit,
      window: { label: "Write an answer", action: { name: "open", args: {} } },
    };
    const view = open({ nodes: [...aStatusCard().nodes, form] });
    expect(view.submit).toBeUndefined();
    expect(view.close?.text).toBe("Close");
    expect(view.blocks.some(({ type }) => type === "data_table" || type === "input")).toBe(false);
    expect(JSON.stringify(view.blocks)).toContain("Write an answer");
  });

  it("leaves room for its form's inputs and says that there is more", () => {
    const nodes = Array.from({ length: 120 }, (_, at): CardNode => ({ kind: "quote", text: `Quote ${at}.` }));
    const view = open({ nodes, form: { fields: [about, day], submit } });
    expect(view.blocks).toHaveLength(100);
    expect(inputsOf(view)).toHaveLength(2);
    expect(JSON.stringify(view.blocks.at(-3))).toContain("The rest does not fit here.");
  });
});

describe("the Home tab", () => {
  const partnerships = (count: number) =>
    Array.from({ length: count }, (_, at): CardNode[] => [
      { kind: "text", text: `Partnership ${at}: open until Friday.` },
      { kind: "buttons", buttons: [{ label: "Answer", action: { name: "open", args: { id: String(at) } } }] },
    ]);
  const home = (nodes: readonly CardNode[]) => {
    const view = drawHome({ summary: "Home", nodes }, { words, absolute });
    expect(blockFaults(view)).toEqual([]);
    return view.blocks;
  };

  it("holds 50 partnerships with a button each", () => {
    const blocks = home([{ kind: "heading", text: "Your check-ins" }, ...partnerships(50).flat()]);
    expect(blocks).toHaveLength(51);
    expect(blocks[50]).toMatchObject({
      type: "section",
      text: { text: "Partnership 49: open until Friday." },
      accessory: { type: "button", text: { text: "Answer" } },
    });
  });

  it("gives several buttons a row of their own", () => {
    const [text, buttons] = partnerships(1)[0] as [CardNode, Extract<CardNode, { kind: "buttons" }>];
    const blocks = home([text, { ...buttons, buttons: [...buttons.buttons, ...buttons.buttons] }]);
    expect(blocks).toMatchObject([{ type: "section" }, { type: "actions", elements: [{}, {}] }]);
  });

  it("says where the rest is when 50 partnerships take more than it holds", () => {
    const nodes = partnerships(50).flatMap((pair, at): CardNode[] => [
      { kind: "heading", text: `Partnership ${at}` },
      ...pair,
      { kind: "divider" },
    ]);
    const blocks = home(nodes);
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(blocks.at(-1)).toMatchObject({
      type: "section",
      text: { text: "The rest does not fit here. Type /pulse pages to read all of it." },
    });
  });

  it("stays below the bytes that Slack takes, whatever the script", () => {
    const blocks = home(
      Array.from({ length: 60 }, (): CardNode => ({ kind: "text", text: "字".repeat(2900) })),
    );
    expect(blocks.length).toBeGreaterThan(20);
    expect(JSON.stringify(blocks.at(-1))).toContain("The rest does not fit here.");
  });

  it("shows no table of Slack's own, and something for an empty card", () => {
    expect(home(aStatusCard().nodes).some(({ type }) => type === "data_table")).toBe(false);
    expect(home([])).toMatchObject([{ type: "section", text: { text: "Home" } }]);
  });
});
