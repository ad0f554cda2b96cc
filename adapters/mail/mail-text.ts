import type { Card, CardNode } from "../../src/ports/card.ts";

/** A card as plain text; inputs are left out, links are whole addresses. */
export function mailText(card: Card, absolute: (path: string) => string): string {
  const parts = card.nodes.flatMap((node) => textOf(node, absolute));
  return `${parts.join("\n\n")}\n`;
}

/** People's and our words without control characters and broken surrogates; tabs and line breaks stay. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/(?![\n\t])\p{Cc}/gu, "");
}

/** The same in one line, as headers need it. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/gu, " ")).trim();
}

function textOf(node: CardNode, absolute: (path: string) => string): readonly string[] {
  switch (node.kind) {
    case "heading":
      return [`${oneLine(node.text)}\n${"=".repeat(Math.min(60, oneLine(node.text).length))}`];
    case "text":
      return [printable(node.text)];
    case "quote":
      return [quoted(node)];
    case "facts":
      return [node.facts.map(({ label, value }) => `${oneLine(label)}: ${oneLine(value)}`).join("\n")];
    case "list":
      return [node.items.map((item) => `- ${oneLine(item)}`).join("\n")];
    case "table":
      return [tabled(node)];
    case "link":
      return [`${oneLine(node.label)}:\n${absolute(node.path)}`];
    case "divider":
      return ["--------"];
    case "choice":
    case "form":
    case "buttons":
      return [];
  }
}

function quoted({ text, by }: Extract<CardNode, { kind: "quote" }>): string {
  const lines = printable(text)
    .split("\n")
    .map((line) => `> ${line}`);
  return [...lines, ...(by === undefined ? [] : [`(${oneLine(by)})`])].join("\n");
}

/** One line a row, each cell with its column's name: it reads well in any width and aloud. */
function tabled({ caption, columns, rows }: Extract<CardNode, { kind: "table" }>): string {
  const lines = rows.map(([first = "", ...cells]) => {
    const named = cells.map((cell, index) => `${oneLine(columns[index + 1] ?? "")} ${oneLine(cell)}`.trim());
    return `${oneLine(first)}: ${named.join("; ")}`;
  });
  return [oneLine(caption), ...lines].join("\n");
}
