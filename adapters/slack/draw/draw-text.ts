import type { types } from "@slack/bolt";
import type { Tone } from "../../../src/ports/card.ts";
import { type Block, limits } from "./drawing.ts";
import { fitted, isBlank, isTooLong, pieces, printable, sizeOf } from "./fit-text.ts";

/** A run of plain characters; nothing in it becomes a mention, link or emoji. */
export interface Span {
  readonly text: string;
  readonly bold?: boolean;
}

type Line = readonly Span[];

/** A plain text object. Colon codes stay as they were typed. */
export function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}

/** A heading; one that Slack has no room for is a bold line. */
export function drawHeading(text: string): readonly Block[] {
  if (isBlank(text)) return [];
  if (isTooLong(text, limits.header)) return drawLines([[{ text, bold: true }]]);
  return [{ type: "header", text: plain(fitted(text, limits.header)) }];
}

/** A paragraph. Its tone is a sign or a smaller size, never a colour alone. */
export function drawParagraph(text: string, tone: Tone = "plain"): readonly Block[] {
  const parts = pieces(text, limits.text);
  if (tone === "quiet") return parts.map((part) => ({ type: "context", elements: [plain(part)] }));
  if (tone === "plain") return parts.map((part) => ({ type: "section", text: plain(part), expand: true }));
  const sign: types.RichTextElement = { type: "emoji", name: signs[tone] };
  return parts.map((part, index) =>
    rich([
      { type: "rich_text_section", elements: [...(index === 0 ? [sign, gap] : []), leaf({ text: part })] },
    ]),
  );
}

const signs = { good: "white_check_mark", warning: "warning" } as const;
const gap: types.RichTextElement = { type: "text", text: " " };

/** A person's own words as a quotation, then who said them. */
export function drawQuote(text: string, by: string | undefined): readonly Block[] {
  const quoted = pieces(text, limits.text).map((part) =>
    rich([{ type: "rich_text_quote", elements: [leaf({ text: part })] }]),
  );
  return by === undefined ? quoted : [...quoted, ...drawParagraph(`— ${aside(by)}`, "quiet")];
}

/** Lines below each other, or as items of a list; blank ones are left out and long ones are continued in a new one. */
export function drawLines(lines: readonly Line[], style: "lines" | "bullets" = "lines"): readonly Block[] {
  const blocks: types.RichTextSection[][] = [];
  let room = 0;
  for (const line of lines.flatMap(fittingLines)) {
    const size = line.reduce((sum, span) => sum + sizeOf(span.text), 0);
    if (blocks.length === 0 || size > room) {
      blocks.push([]);
      room = limits.text;
    }
    room -= size;
    blocks.at(-1)?.push({ type: "rich_text_section", elements: line.map(leaf) });
  }
  return blocks.map((sections) =>
    style === "lines"
      ? rich(sections)
      : rich([{ type: "rich_text_list", style: "bullet", elements: sections }]),
  );
}

/** A line that is too long becomes several; a span that cannot be seen is none. */
function fittingLines(line: Line): readonly Line[] {
  const spans = line
    .map((span) => ({ ...span, text: printable(span.text) }))
    .filter(({ text }) => text !== "");
  if (spans.every(({ text }) => isBlank(text))) return [];
  const size = spans.reduce((sum, { text }) => sum + sizeOf(text), 0);
  if (size <= limits.text) return [spans];
  return spans.flatMap((span) => pieces(span.text, limits.text).map((text) => [{ ...span, text }]));
}

/** Text beside ours whose direction stays its own: in isolates when it runs from right to left or steers direction. */
export function aside(text: string): string {
  if (!rightToLeftOrControl.test(text)) return text;
  return `\u2068${text.replace(/[\u202A-\u202E\u2066-\u2069]/gu, "")}\u2069`;
}

const rightToLeftOrControl =
  /[\u0590-\u08FF\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

function rich(elements: types.RichTextBlockElement[]): types.RichTextBlock {
  return { type: "rich_text", elements };
}

function leaf({ text, bold = false }: Span): types.RichTextElement {
  return { type: "text", text: printable(text), ...(bold ? { style: { bold } } : {}) };
}
