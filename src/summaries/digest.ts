import { dimensions, type OpenPrompt } from "../check-ins/question-bank.ts";
import {
  sayComparison,
  sayDimension,
  sayFigure,
  sayResponse,
  sideNotes,
} from "../confidentiality/figure-words.ts";
import type { SharedText } from "../confidentiality/month-answers.ts";
import type { ReleasedFigures, ReleasedSide } from "../confidentiality/release.ts";
import { type Partnership, type Side, sides } from "../partnerships/partnership.ts";
import { sayMonth } from "../partnerships/say-date.ts";
import type { Words } from "../ports/words.ts";

/** Who reads an edition: both sides, or one side with what was shared with that side alone. */
export type DigestAudience = "joint" | Side;

/** A digest in words, in the order of reading. Plain JSON; quotes are people's own words. */
export interface DigestText {
  readonly title: string;
  readonly sections: readonly DigestSection[];
}

interface DigestSection {
  readonly heading: string;
  readonly lines: readonly DigestLine[];
}

/** Our own words, or a person's own words with their name, after the question where it is not plain. */
export interface DigestLine {
  readonly text?: string;
  readonly quote?: string;
  readonly by?: string;
}

/** A shared text with the question that it answers. */
export interface DigestEntry extends SharedText {
  readonly kind: OpenPrompt["kind"];
  /** The question's words, with the other side named. */
  readonly question: string;
}

export interface DigestInput {
  readonly partnership: Pick<Partnership, "name" | "sides">;
  readonly audience: DigestAudience;
  readonly figures: ReleasedFigures;
  /** Attributed texts that this audience may read; nothing else ever comes here (MEASUREMENT R9). */
  readonly shared: readonly DigestEntry[];
  /** What comes next, as label and moment in words. */
  readonly next: readonly string[];
  readonly words: Words;
}

/** As many texts of one kind as stand well in one message. */
const mostOfAKind = 12;

/**
 * Writes a month's digest without a model: figures as they were released, then what people chose to share. A side's
 * edition is the joint one and a section with the texts that were shared with that side only.
 */
export function writeDigest(input: DigestInput): DigestText {
  const { partnership, figures, words } = input;
  const joint = input.shared.filter((entry) => entry.audience === "joint");
  const own = input.shared.filter((entry) => entry.audience === "side" && entry.side === input.audience);
  const sections = [
    figureSection(input),
    dimensionSection(input),
    themeSection(input),
    ...sharedSections(input, joint),
    ownSection(input, own),
    { heading: words.say("digest.next"), lines: input.next.map((text) => ({ text })) },
    { heading: words.say("digest.not"), lines: [{ text: words.say("digest.notANotice") }] },
  ];
  return {
    title: words.say("digest.title", {
      partnership: partnership.name,
      month: sayMonth(figures.month, words.language),
    }),
    sections: sections.filter((section) => section.lines.length > 0),
  };
}

function figureSection({ partnership, figures, words }: DigestInput): DigestSection {
  const lines = sides.flatMap((side) => {
    const { label } = partnership.sides[side];
    const shown = figures.sides[side];
    return [
      ...indexLines(shown, label, words),
      ...sideNotes(shown, label, words),
      ...responseLines(shown, label, words),
    ];
  });
  return {
    heading: words.say("digest.figures"),
    lines: [...lines, sayComparison(figures.comparison, words)].map((text) => ({ text })),
  };
}

function indexLines({ index }: ReleasedSide, side: string, words: Words): readonly string[] {
  if (index === null) return [];
  const figure = sayFigure(index, words);
  return [words.say(index.score === null ? "digest.band" : "digest.index", { side, figure })];
}

function responseLines({ response }: ReleasedSide, side: string, words: Words): readonly string[] {
  if (response === null) return [];
  if (response.kind === "enough") return [words.say("digest.responseEnough", { side })];
  if (response.kind === "not-enough") return [words.say("digest.responseNotEnough", { side })];
  return [words.say("digest.response", { side, response: sayResponse({ response }, words) })];
}

function dimensionSection({ partnership, figures, words }: DigestInput): DigestSection {
  const lines = dimensions.flatMap((dimension) => {
    const shown = sides.flatMap((side) => {
      const found = figures.sides[side].dimensions.find((part) => part.dimension === dimension);
      if (found === undefined || found.figure === null) return [];
      const { label } = partnership.sides[side];
      return [words.say("digest.sideFigure", { side: label, figure: sayFigure(found.figure, words) })];
    });
    if (shown.length === 0) return [];
    return [
      {
        text: words.say("digest.dimension", {
          dimension: sayDimension(dimension, words),
          figures: shown.join("; "),
        }),
      },
    ];
  });
  return { heading: words.say("digest.dimensions"), lines };
}

function themeSection({ partnership, figures, words }: DigestInput): DigestSection {
  const lines = sides.flatMap((side) => {
    const themes = figures.sides[side].themes.map((theme) => words.say(`theme.${theme}`));
    if (themes.length === 0) return [];
    const { label } = partnership.sides[side];
    return [{ text: words.say("digest.themesOf", { side: label, themes: themes.join(", ") }) }];
  });
  return { heading: words.say("digest.themes"), lines };
}

function sharedSections(input: DigestInput, joint: readonly DigestEntry[]): readonly DigestSection[] {
  const { words } = input;
  const groups: Readonly<Record<Topic, DigestEntry[]>> = { wins: [], asks: [], changes: [], other: [] };
  for (const entry of joint) groups[topicOf(entry)].push(entry);
  if (joint.length === 0) {
    return [{ heading: words.say("digest.shared"), lines: [{ text: words.say("digest.nothingShared") }] }];
  }
  return topics.map((topic) => ({
    heading: words.say(`digest.topics.${topic}`),
    lines: quoted(input, groups[topic], { withQuestion: topic === "other" }),
  }));
}

function ownSection(input: DigestInput, own: readonly DigestEntry[]): DigestSection {
  const { partnership, audience, words } = input;
  const side = audience === "joint" ? "" : partnership.sides[audience].label;
  return {
    heading: words.say("digest.ownSide", { side }),
    lines: quoted(input, own, { withQuestion: true }),
  };
}

const topics = ["wins", "asks", "changes", "other"] as const;
type Topic = (typeof topics)[number];

function topicOf(entry: DigestEntry): Topic {
  if (entry.promptId === "C3") return "changes";
  if (entry.kind === "win") return "wins";
  return entry.kind === "ask" ? "asks" : "other";
}

function quoted(
  { partnership, words }: DigestInput,
  entries: readonly DigestEntry[],
  { withQuestion }: { readonly withQuestion: boolean },
): readonly DigestLine[] {
  const lines = entries.slice(0, mostOfAKind).map((entry): DigestLine => {
    const side = partnership.sides[entry.side].label;
    const by = words.say("digest.by", { author: entry.author, side });
    return { ...(withQuestion ? { text: entry.question } : {}), quote: entry.text, by };
  });
  if (entries.length <= mostOfAKind) return lines;
  return [...lines, { text: words.say("digest.more", { count: entries.length - mostOfAKind }) }];
}
