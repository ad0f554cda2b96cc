import type { Card, CardNode } from "../ports/card.ts";
import type { DigestLine, DigestText } from "./digest.ts";

const longestSummary = 150;

/** A digest as a message. People's words stay apart from ours, as quotes. */
export function digestCard(digest: DigestText): Card {
  const { title } = digest;
  return {
    summary: title.length <= longestSummary ? title : `${title.slice(0, longestSummary - 1)}…`,
    nodes: [
      { kind: "heading", text: title },
      ...digest.sections.flatMap((section): readonly CardNode[] => [
        { kind: "heading", text: section.heading },
        ...section.lines.flatMap(nodesOf),
      ]),
    ],
  };
}

function nodesOf({ text, quote, by }: DigestLine): readonly CardNode[] {
  const ours: readonly CardNode[] = text ? [{ kind: "text", text }] : [];
  if (quote === undefined) return ours;
  return [...ours, { kind: "quote", text: quote, ...(by === undefined ? {} : { by }) }];
}
