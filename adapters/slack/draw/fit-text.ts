/** What stands where a text is needed and there is none. */
export const nothing = "–";

/** What most texts are, and what nothing below changes. */
const simple = /^[ -~]*$/;
const simpleLine = /^(?:[!-~]+(?: [!-~]+)*)?$/;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The same text without control characters and lone surrogates; tabs stay, line ends are "\n". */
export function printable(text: string): string {
  if (simple.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?/gu, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "");
}

/** The same in one line, as labels and titles need it. */
export function oneLine(text: string): string {
  if (simpleLine.test(text)) return text;
  return printable(text).replace(/\s+/gu, " ").trim();
}

/** Whether nothing of it can be seen: Slack refuses such texts. */
export function isBlank(text: string): boolean {
  if (/[!-~]/.test(text)) return false;
  return /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u.test(printable(text));
}

/** Its length with Slack's entities written out, which is the longest way in which Slack may count it. */
export function sizeOf(text: string): number {
  let size = text.length;
  if (!/[&<>]/.test(text)) return size;
  for (const sign of text)
    if (sign === "&") size += 4;
    else if (sign === "<" || sign === ">") size += 3;
  return size;
}

/** Whether a label has to be cut to stand in one line of `limit` characters. */
export function isTooLong(text: string, limit: number): boolean {
  return sizeOf(oneLine(text)) > limit;
}

/** One line of at most `limit` characters, cut between graphemes and ended with "…"; never empty. */
export function fitted(text: string, limit: number): string {
  if (isBlank(text)) return nothing;
  const line = oneLine(text);
  return sizeOf(line) <= limit ? line : `${headOf(line, limit - 1)}…`;
}

/** The text in pieces of at most `limit` characters, broken at lines or words where that is near. Blank ones are left out. */
export function pieces(text: string, limit: number): readonly string[] {
  const found: string[] = [];
  let rest = printable(text);
  while (sizeOf(rest) > limit) {
    const head = headOf(rest, limit);
    const end = breakIn(rest, head.length);
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...found, rest].filter((piece) => !isBlank(piece));
}

/** The longest beginning of whole graphemes; of whole characters where one grapheme alone is too long. */
export function headOf(text: string, limit: number): string {
  // Two more characters show whether the last grapheme goes on.
  const near = text.slice(0, limit + 2);
  if (simple.test(near) && sizeOf(near) === near.length) return near.slice(0, limit);
  const head = take(graphemesOf(near), limit);
  return head === "" ? take(near, limit) : head;
}

function* graphemesOf(text: string): Iterable<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

function take(parts: Iterable<string>, limit: number): string {
  let size = 0;
  let end = "";
  for (const part of parts) {
    size += sizeOf(part);
    if (size > limit) break;
    end += part;
  }
  return end;
}

/** After a line end or a space in the second half, unless a mark follows that belongs to it. */
function breakIn(text: string, end: number): number {
  const head = text.slice(0, end);
  const at = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" ")) + 1;
  const follows = text.slice(at, at + 2);
  return at > end / 2 && !/^[\p{M}\p{Cf}]/u.test(follows) ? at : end;
}
