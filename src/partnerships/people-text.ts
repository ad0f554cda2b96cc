/**
 * A person's text as it may be kept: well-formed Unicode, no NUL and no other control characters but line breaks
 * and tabs, ends trimmed, at most `maxLength` code units (cut at a whole character). Null when nothing is left.
 */
export function peopleText(raw: string, maxLength: number): string | null {
  const cleaned = raw
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\u{e0000}-\u{e007f}]/gu, "")
    .trim();
  return cut(cleaned, maxLength) || null;
}

/** What a button may carry, as JSON; platforms allow 2,000 characters with everything else in it (PLATFORMS 3). */
const mostCarried = 1500;

/** A draft as a button's argument, so that a window opens with it; null when it is too long for that. */
export function carriedText(draft: string): string | null {
  return JSON.stringify(draft).length > mostCarried ? null : draft;
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > maxLength) break;
    kept += character;
  }
  return kept.trimEnd();
}
