import type { Card, CardNode } from "../ports/card.ts";

/** A card as plain lines for a terminal; what can only be tapped is left out. */
export function cardText(card: Card): string {
  return card.nodes.map(nodeText).filter(Boolean).join("\n\n");
}

function nodeText(node: CardNode): string {
  switch (node.kind) {
    case "heading":
      return `${node.text}\n${"=".repeat([...node.text].length)}`;
    case "text":
      return node.text;
    case "quote":
      return `  "${node.text}"${node.by === undefined ? "" : ` (${node.by})`}`;
    case "facts":
      return node.facts.map(({ label, value }) => `${label}: ${value}`).join("\n");
    case "list":
      return node.items.map((item) => `- ${item}`).join("\n");
    case "table":
      return tableText(node);
    case "choice":
      return node.label;
    default:
      return "";
  }
}

function tableText({ caption, columns, rows }: Extract<CardNode, { kind: "table" }>): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => [...(line[index] ?? "")].length)));
  const drawn = lines.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [caption, ...drawn].join("\n");
}
