import { describe, expect, it } from "vitest";
import { drawMessage, hasNativeTable } from "../../../../adapters/slack/draw/draw-message.ts";
import type { CardNode } from "../../../../src/ports/card.ts";
import { aStatusCard } from "../../web/sample-cards.ts";
import { absolute, bold, draw, plain, rich, richSection, text, words } from "./drawn.ts";

const emoji = (name: string) => ({ type: "emoji", name });

describe("the notification", () => {
  const summaryOf = (summary: string) => drawMessage({ summary, nodes: [] }, { words, absolute }).text;

  it("is the summary, escaped, 150 characters at most", () => {
    expect(summaryOf("R&D <!channel>: 1 minute")).toBe("R&amp;D &lt;!channel&gt;: 1 minute");
    expect(summaryOf("x".repeat(200))).toBe(`${"x".repeat(149)}…`);
    expect(summaryOf(" ")).toBe("A message from Rapport");
  });

  it("stands in the message as well when a card has nothing else", () => {
    const message = drawMessage({ summary: "Done", nodes: [] }, { words, absolute });
    expect(message.blocks).toEqual([{ type: "section", text: plain("Done"), expand: true }]);
  });
});

describe("nodes of a card", () => {
  it("headings are headers; one that is too long is a bold line", () => {
    expect(draw({ kind: "heading", text: "Permits" })).toEqual([{ type: "header", text: plain("Permits") }]);
    expect(draw({ kind: "heading", text: "x".repeat(150) })).toMatchObject([{ type: "header" }]);
    expect(draw({ kind: "heading", text: "x".repeat(151) })).toMatchObject([{ type: "rich_text" }]);
    const long = "Permits ".repeat(30);
    expect(draw({ kind: "heading", text: long })).toEqual(rich(richSection(bold(long))));
  });

  it("a tone is a size or a sign, never a colour alone", () => {
    expect(draw({ kind: "text", text: "As it is" })).toEqual([
      { type: "section", text: plain("As it is"), expand: true },
    ]);
    expect(draw({ kind: "text", text: "By the way", tone: "quiet" })).toEqual([
      { type: "context", elements: [plain("By the way")] },
    ]);
    expect(draw({ kind: "text", text: "Saved", tone: "good" })).toEqual(
      rich(richSection(emoji("white_check_mark"), text(" "), text("Saved"))),
    );
    expect(draw({ kind: "text", text: "Closed", tone: "warning" })).toEqual(
      rich(richSection(emoji("warning"), text(" "), text("Closed"))),
    );
  });

  it("quotes stand apart from our words, with who said them", () => {
    expect(draw({ kind: "quote", text: "It works.\nAt last.", by: "Ana, City" })).toEqual([
      ...rich({ type: "rich_text_quote", elements: [text("It works.\nAt last.")] }),
      { type: "context", elements: [plain("— Ana, City")] },
    ]);
  });

  it("facts are lines with their labels, and a name keeps its direction to itself", () => {
    const facts = [
      { label: "Phase", value: "Deploy" },
      { label: "Steward", value: "שלום\u202e" },
      { label: "Next", value: "" },
      { label: "", value: "Alone" },
    ];
    expect(draw({ kind: "facts", facts })).toEqual(
      rich(
        richSection(bold("Phase: "), text("Deploy")),
        richSection(bold("Steward: "), text("\u2068שלום\u2069")),
        richSection(bold("Next: "), text("–")),
        richSection(text("Alone")),
      ),
    );
  });

  it("lists and runs of short paragraphs are lists, two paragraphs are not", () => {
    const list = rich({
      type: "rich_text_list",
      style: "bullet",
      elements: [richSection(text("One.")), richSection(text("Two.")), richSection(text("Three."))],
    });
    const lines = ["One.", "Two.", "Three."];
    const paragraphs = lines.map((line): CardNode => ({ kind: "text", text: line }));
    expect(draw({ kind: "list", items: lines })).toEqual(list);
    expect(draw(...paragraphs)).toEqual(list);
    expect(draw(...paragraphs.slice(0, 2))).toHaveLength(2);
  });

  it("lines of another tone stay as they are in a run", () => {
    const quiet: CardNode = { kind: "text", text: "Quiet.", tone: "quiet" };
    expect(draw(quiet, quiet, quiet)).toMatchObject([
      { type: "context" },
      { type: "context" },
      { type: "context" },
    ]);
  });

  it("long lists take several blocks", () => {
    const items = Array.from({ length: 9 }, (_, at) => `${at} ${"word ".repeat(198)}`);
    const sizes = draw({ kind: "list", items }).map(
      (block) => JSON.stringify(block).match(/"text":"\d/gu)?.length,
    );
    expect(sizes).toEqual([3, 3, 3]);
  });

  it("dividers are dividers, and what nobody could see is left out", () => {
    const nodes: CardNode[] = [
      { kind: "heading", text: " " },
      { kind: "text", text: "\u200b" },
      { kind: "list", items: ["", "\n"] },
      { kind: "facts", facts: [] },
      { kind: "buttons", buttons: [] },
      { kind: "divider" },
    ];
    expect(draw(...nodes)).toEqual([{ type: "divider" }]);
  });
});

describe("tables", () => {
  const [table] = aStatusCard().nodes.filter((node) => node.kind === "table");

  it("of short cells are Slack's own, with row headers and on one page", () => {
    expect(draw(table!)).toEqual([
      {
        type: "data_table",
        caption: "How each side sees the other, October",
        rows: [
          ["Dimension", "City", "Acme"],
          ["Direction", "Steady", "Strong"],
          ["Openness", "Strained (unsure)", "Steady"],
        ].map((row) => row.map((cell) => ({ type: "raw_text", text: cell }))),
        page_size: 2,
        row_header_column_index: 0,
      },
    ]);
  });

  it("are labelled lines for the one repeat without native tables", () => {
    const card = { summary: "Status", nodes: [table!] };
    const native = drawMessage(card, { words, absolute });
    const repeat = drawMessage(card, { words, absolute, plainTables: true });
    expect([hasNativeTable(native.blocks), hasNativeTable(repeat.blocks)]).toEqual([true, false]);
    expect(repeat.blocks).toEqual([
      ...rich(richSection(bold("How each side sees the other, October"))),
      ...rich({
        type: "rich_text_list",
        style: "bullet",
        elements: [
          richSection(bold("Direction: "), text("City Steady · Acme Strong")),
          richSection(bold("Openness: "), text("City Strained (unsure) · Acme Steady")),
        ],
      }),
    ]);
  });

  it("of sentences are lines, since Slack's cells do not wrap", () => {
    const sentence = "The dates that we get from Acme are safe to plan around.";
    const blocks = draw({
      kind: "table",
      caption: "Your taps",
      columns: ["Statement", "Answer"],
      rows: [[sentence, "Agree"]],
    });
    const item = richSection(text(`${sentence}\n`), bold("Agree"));
    expect(blocks[1]).toEqual({
      type: "rich_text",
      elements: [{ type: "rich_text_list", style: "bullet", elements: [item] }],
    });
  });

  it("say with a dash that a cell is empty", () => {
    const blocks = drawMessage(
      { summary: "x", nodes: [{ ...table!, rows: [["Direction", "", " "]] }] },
      { words, absolute, plainTables: true },
    ).blocks;
    expect(JSON.stringify(blocks)).toContain("City – · Acme –");
  });

  it("are Slack's own up to 20 columns", () => {
    const columns = (count: number) => Array.from({ length: count }, (_, at) => String(at));
    const natives = [20, 21].map((count) =>
      draw({ ...table!, columns: columns(count), rows: [columns(count)] }),
    );
    expect(natives.map((blocks) => hasNativeTable(blocks as never))).toEqual([true, false]);
  });

  it("are Slack's own once in a message, and lines when Slack could not hold them", () => {
    const long: CardNode = { ...table!, rows: Array.from({ length: 101 }, () => ["a", "b", "c"]) };
    const wide: CardNode = { ...table!, rows: [["a", "b", "c", "d"]] };
    expect(draw(table!, table!).filter((block) => hasNativeTable([block as never]))).toHaveLength(1);
    expect(hasNativeTable(draw(long) as never)).toBe(false);
    expect(hasNativeTable(draw(wide) as never)).toBe(false);
  });
});
