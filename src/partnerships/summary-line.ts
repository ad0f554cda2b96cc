/** Longest summary of a card (ports, `Card`). */
const longest = 150;

/** A line as a card's summary: cut at a whole character where names make it too long. */
export function summaryLine(text: string): string {
  if (text.length <= longest) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > longest - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
