import { describe, expect, it } from "vitest";
import { decodeAction, isLinkAction } from "../../../../adapters/slack/draw/action-codec.ts";
import { drawMessage } from "../../../../adapters/slack/draw/draw-message.ts";
import type { CardNode } from "../../../../src/ports/card.ts";
import { aCheckInCard } from "../../web/sample-cards.ts";
import {
  absolute,
  bold,
  buttonsOf,
  type DrawnButton,
  draw,
  go,
  plain,
  rich,
  richSection,
  text,
  words,
} from "./drawn.ts";

describe("a rated statement", () => {
  const card = aCheckInCard({ OPN1: "4" });
  const [first, second] = buttonsOf(drawMessage(card, { words, absolute }).blocks);

  it("is the statement and a button for each answer, which sends the answer as field value", () => {
    expect(first?.map((button) => button.text.text)).toEqual([
      "Strongly disagree",
      "Disagree",
      "Neither",
      "Agree",
      "Strongly agree",
      "Can't say",
    ]);
    expect(first?.map(({ action_id, value }) => decodeAction(action_id, value)?.fields.value)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
    ]);
    expect(decodeAction(first![0]!.action_id, first![0]!.value)?.action).toEqual({
      name: "rate",
      args: { invitation: "i1", item: "DIR2" },
    });
  });

  it("marks the chosen answer with a sign and says it, besides the colour", () => {
    const chosen = second?.filter(({ style }) => style === "primary");
    expect(chosen?.map((button) => button.text.text)).toEqual(["✓ Agree"]);
    expect(chosen?.[0]?.accessibility_label).toBe(
      "Chosen: Agree. When a date slips, Acme says so before we have to ask.",
    );
    expect(first?.some(({ style }) => style !== undefined)).toBe(false);
  });

  it("says answer and statement to a screen reader, the answer whole", () => {
    const labels = first!.map((button) => button.accessibility_label ?? "");
    expect(labels[0]).toBe("Strongly disagree. Acme tells us early when something changes that affec…");
    expect(labels.every((label) => label.length <= 75)).toBe(true);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe("buttons, forms and links", () => {
  it("have a style and ask before they act", () => {
    const [[button]] = buttonsOf(
      draw({ kind: "buttons", buttons: [{ ...go, style: "danger", confirm: "It goes." }] }),
    ) as [[DrawnButton]];
    expect(button.style).toBe("danger");
    expect(button.confirm).toEqual({
      title: plain("Go"),
      text: plain("It goes."),
      confirm: plain("Go"),
      deny: plain("Cancel"),
      style: "danger",
    });
    expect(decodeAction(button.action_id, button.value)?.action).toEqual(go.action);
  });

  it("ask with their label where it fits, and with a plain yes where it does not", () => {
    const buttons = [30, 31].map((length) => ({ ...go, label: "x".repeat(length), confirm: "Sure?" }));
    const [row] = buttonsOf(draw({ kind: "buttons", buttons }));
    expect(row?.map(({ confirm }) => (confirm as { confirm: object }).confirm)).toEqual([
      plain("x".repeat(30)),
      plain("Yes, do it"),
    ]);
  });

  it("that are the same keep apart, and more than 25 take a second row", () => {
    const rows = buttonsOf(draw({ kind: "buttons", buttons: Array.from({ length: 30 }, () => go) }));
    expect(rows.map((row) => row.length)).toEqual([25, 5]);
    expect(new Set(rows[0]?.map(({ action_id }) => action_id)).size).toBe(25);
    expect(
      rows[0]?.every(({ action_id, value }) => decodeAction(action_id, value)?.action.name === "go"),
    ).toBe(true);
  });

  it("whose label or question is too long are written out above", () => {
    const label = `Confirm ${"that ".repeat(20)}`;
    const confirm = `Sure ${"and ".repeat(100)}`;
    const blocks = draw({ kind: "buttons", buttons: [{ ...go, label, confirm }] });
    expect(blocks.slice(0, 2)).toEqual([
      { type: "context", elements: [plain(label)] },
      { type: "context", elements: [plain(confirm)] },
    ]);
  });

  it("a form is what it asks, what it holds, and the button of its window beside the next ones", () => {
    const form: CardNode = {
      kind: "form",
      fields: [
        {
          kind: "text",
          name: "text",
          label: "What went well?",
          value: "It works.",
          multiline: true,
          maxLength: 9,
        },
        {
          kind: "select",
          name: "mode",
          label: "Who may see this",
          options: [{ value: "", label: "Nobody" }],
          value: "",
        },
        { kind: "date", name: "until", label: "Until" },
      ],
      submit: go,
      window: { label: "Write", text: "What went well?", action: { name: "open", args: {} } },
    };
    const blocks = draw(form, { kind: "buttons", buttons: [go] });
    expect(blocks.slice(0, 3)).toEqual([
      ...rich(richSection(bold("What went well?"))),
      ...rich({ type: "rich_text_quote", elements: [text("It works.")] }),
      ...rich(richSection(bold("Who may see this: "), text("Nobody"))),
    ]);
    expect(buttonsOf(blocks).map((row) => row.map((button) => button.text.text))).toEqual([["Write", "Go"]]);
  });

  it("a link is a button to the whole address, whose taps mean nothing; without an address there is none", () => {
    const link: CardNode = { kind: "link", label: "Why?", path: "/help#why" };
    const [[button]] = buttonsOf(draw(link)) as [[DrawnButton]];
    expect(button).toMatchObject({ text: plain("Why?"), url: "https://rapport.example/help#why" });
    expect(isLinkAction(button.action_id)).toBe(true);
    const without = drawMessage(
      { summary: "x", nodes: [link, { kind: "divider" }] },
      { words, absolute: undefined },
    );
    expect(without.blocks).toEqual([{ type: "divider" }]);
  });
});
