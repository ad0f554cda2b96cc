import type { DigestLine, DigestText } from "./digest.ts";

/** A digest as plain text for a terminal; control characters in people's words are left out. */
export function digestText(digest: DigestText): string {
  const sections = digest.sections.map((section) =>
    [section.heading, ...section.lines.flatMap(linesOf)].join("\n"),
  );
  return [digest.title, ...sections].map(printable).join("\n\n");
}

function linesOf({ text, quote, by }: DigestLine): readonly string[] {
  const ours = text ? [`  ${text}`] : [];
  if (quote === undefined) return ours;
  const said = quote.split("\n").map((line) => `  > ${line}`);
  return [...ours, ...said, ...(by === undefined ? [] : [`    (${by})`])];
}

/** A terminal obeys control characters; nobody's words may steer it. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, "");
}
