import { distance } from "fastest-levenshtein";

/**
 * The candidate that `word` most likely meant: at most a third of its letters (but two are always allowed, and
 * never all) wrong, whatever their case; of equally near ones the one with the same first letter. Else null.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  const limit = Math.min(Math.max(2, Math.floor(wanted.length / 3)), wanted.length - 1);
  let best: string | null = null;
  let bestScore = limit + 1;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const wrong = distance(wanted, known);
    const score = wrong + (known[0] === wanted[0] ? 0 : 0.5);
    if (wrong <= limit && score < bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}
