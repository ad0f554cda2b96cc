import { describe, expect, it } from "vitest";
import type { CardNode } from "../../../../src/ports/card.ts";
import { buttonsOf, draw, go } from "./drawn.ts";

describe("a card that is too long", () => {
  const rest = "The rest does not fit here. Type /pulse pages to read all of it.";
  const shown = (blocks: object[]) => JSON.stringify(blocks);

  it("splits long words over blocks and keeps them all while they fit", () => {
    const answer = "A longer answer. ".repeat(300);
    const blocks = draw({ kind: "quote", text: answer });
    expect(blocks.length).toBeGreaterThan(1);
    expect(shown(blocks)).not.toContain(rest);
    const said = blocks.map((block) => JSON.stringify(block).replace(/^.*"text":"|"\}.*$/gu, "")).join("");
    expect(said).toBe(answer);
  });

  it("says that there is more, and where, and keeps the buttons that end it", () => {
    const nodes = Array.from({ length: 80 }, (_, at): CardNode => ({ kind: "quote", text: `Quote ${at}.` }));
    const link: CardNode = { kind: "link", label: "All of it", path: "/digests" };
    const blocks = draw(...nodes, link, { kind: "divider" }, { kind: "buttons", buttons: [go] });
    expect(blocks).toHaveLength(50);
    expect(shown(blocks.slice(-4))).toContain(rest);
    expect(buttonsOf(blocks).map(([button]) => button?.text.text)).toEqual(["All of it", "Go"]);
  });

  it("never shows a button whose words were left out", () => {
    const nodes = Array.from({ length: 60 }, (_, at): CardNode[] => [
      { kind: "quote", text: `Quote ${at}.` },
      { kind: "buttons", buttons: [{ ...go, label: `Answer ${at}` }] },
    ]);
    const blocks = draw(...nodes.flat());
    expect(
      buttonsOf(blocks)
        .map(([button]) => button?.text.text)
        .at(-1),
    ).toBe("Answer 23");
    expect(shown(blocks)).toContain("Quote 23.");
    expect(shown(blocks.slice(-1))).toContain(rest);
  });

  it("never shows a statement whose answers were left out", () => {
    const choice: CardNode = { kind: "choice", label: "We trust them.", options: [], action: go.action };
    const options = [{ value: "1", label: "Agree" }];
    const blocks = draw(...Array.from({ length: 30 }, () => ({ ...choice, options })));
    expect(blocks.slice(-3)).toMatchObject([{ type: "rich_text" }, { type: "actions" }, { type: "section" }]);
    expect(shown(blocks.slice(-1))).toContain(rest);
  });

  it("stays below the length that Slack refuses as a whole", () => {
    const nodes = Array.from({ length: 12 }, (): CardNode => ({ kind: "text", text: "Long. ".repeat(400) }));
    expect(shown(draw(...nodes))).toContain(rest);
  });
});
