import type { Temporal } from "temporal-polyfill";
import { dimensions } from "../check-ins/question-bank.ts";
import {
  sayComparison,
  sayDimension,
  sayFigure,
  sayResponse,
  sideNotes,
} from "../confidentiality/figure-words.ts";
import type { ReleasedFigures, ReleasedSide } from "../confidentiality/release.ts";
import { atLocal } from "../partnerships/calendar.ts";
import { type Side, sides } from "../partnerships/partnership.ts";
import { sayDate, sayMoment, sayMonth } from "../partnerships/say-date.ts";
import type { Card, CardNode } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import type { Status } from "./query-status.ts";

/** A status as its reader sees it: released figures, what comes when in their own zone, and what it is not (M47). */
export function statusCard(status: Status, words: Words, readerTimeZone: string, language: string): Card {
  const { name, phase } = status.partnership;
  const reading: Reading = { status, words, timeZone: readerTimeZone, language };
  const latest =
    status.released === null
      ? words.say("status.summaryEmpty")
      : words.say("status.summary", { month: sayMonth(status.released.month, language) });
  return {
    summary: `${shortened(name)}: ${latest}`,
    nodes: [
      { kind: "heading", text: name },
      {
        kind: "text",
        text: words.say("status.phase", { phase: words.say(`status.phases.${phase}`) }),
        tone: "quiet",
      },
      ...(status.released === null ? [] : figureNodes(reading, status.released)),
      ...firstFigures(reading),
      { kind: "facts", facts: facts(reading) },
      { kind: "text", text: words.say("status.notANotice"), tone: "quiet" },
    ],
  };
}

interface Reading {
  readonly status: Status;
  readonly words: Words;
  readonly timeZone: string;
  readonly language: string;
}

const longestName = 80;

/** Names are the roster's and may be long; a notification is one line. */
function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}

function figureNodes({ status, words, language }: Reading, figures: ReleasedFigures): readonly CardNode[] {
  const label = (side: Side) => status.partnership.sides[side].label;
  const month = sayMonth(figures.month, language);
  const notes = sides.flatMap((side) => notesOf(status, figures.sides[side], label(side), words));
  const quiet = notes.map((text): CardNode => ({ kind: "text", text, tone: "quiet" }));
  if (sides.every((side) => figures.sides[side].index === null)) {
    return [
      { kind: "text", text: words.say("status.releasedEmpty", { month }) },
      ...quiet,
      ...responseFacts(figures, label, words),
    ];
  }
  return [
    {
      kind: "table",
      caption: words.say("status.released", { month }),
      columns: [words.say("status.about"), label("agency"), label("vendor")],
      rows: rowsOf(figures, words),
    },
    { kind: "text", text: sayComparison(figures.comparison, words) },
    ...quiet,
  ];
}

/** The baseline is explained once, with the date on which it ends. */
function notesOf(status: Status, side: ReleasedSide, label: string, words: Words): readonly string[] {
  return side.reason === "baseline" && status.firstFigures !== null ? [] : sideNotes(side, label, words);
}

function responseFacts(
  figures: ReleasedFigures,
  label: (side: Side) => string,
  words: Words,
): readonly CardNode[] {
  const known = sides.filter((side) => figures.sides[side].response !== null);
  if (known.length === 0) return [];
  const answered = words.say("figures.response.title");
  const facts = known.map((side) => ({
    label: words.say("status.answeredOf", { answered, side: label(side) }),
    value: sayResponse(figures.sides[side], words),
  }));
  return [{ kind: "facts", facts }];
}

function rowsOf(figures: ReleasedFigures, words: Words): readonly (readonly string[])[] {
  const { agency, vendor } = figures.sides;
  const figureOf = (side: typeof agency, dimension: (typeof dimensions)[number]) =>
    side.dimensions.find((shown) => shown.dimension === dimension)?.figure ?? null;
  const shown = dimensions.filter((dimension) => figureOf(agency, dimension) ?? figureOf(vendor, dimension));
  return [
    [words.say("figures.index"), sayFigure(agency.index, words), sayFigure(vendor.index, words)],
    ...shown.map((dimension) => [
      sayDimension(dimension, words),
      sayFigure(figureOf(agency, dimension), words),
      sayFigure(figureOf(vendor, dimension), words),
    ]),
    [words.say("figures.response.title"), sayResponse(agency, words), sayResponse(vendor, words)],
  ];
}

/** Nothing to see yet is normal at first: when the first figures come, and why not now. */
function firstFigures({ status, words, timeZone, language }: Reading): readonly CardNode[] {
  if (status.firstFigures === null) return [];
  const when = sayMoment(status.firstFigures.at, timeZone, language);
  return [
    { kind: "text", text: words.say("status.first", { when }) },
    { kind: "text", text: words.say("status.whyNotYet"), tone: "quiet" },
  ];
}

function facts({ status, words, timeZone, language }: Reading) {
  const { partnership, nextRelease, nextSummary, shared } = status;
  const { checkIn } = partnership;
  const moment = (at: Temporal.Instant) => sayMoment(at, timeZone, language);
  const closesAt = status.openUntil === null ? null : atLocal(status.openUntil, checkIn.close.at, timeZone);
  const isOpen = closesAt !== null && closesAt.epochMilliseconds > status.asOf.epochMilliseconds;
  const named = ({ month, at }: Status["nextRelease"]) =>
    words.say("status.monthAt", { month: sayMonth(month, language), when: moment(at) });
  return [
    ...(isOpen ? [{ label: words.say("status.openUntil"), value: moment(closesAt) }] : []),
    ...(status.missedOn.length > 0
      ? [
          {
            label: words.say("status.missed"),
            value: status.missedOn.map((date) => sayDate(date, language)).join(", "),
          },
        ]
      : []),
    {
      label: words.say("status.nextRound"),
      value: words.say("status.onDayAt", { day: sayDate(status.nextRoundOn, language), time: checkIn.at }),
    },
    { label: words.say("status.nextRelease"), value: named(nextRelease) },
    { label: words.say("status.nextSummary"), value: named(nextSummary) },
    {
      label: words.say("status.shared", { month: sayMonth(shared.month, language) }),
      value: words.say("status.sharedCounts", { asks: shared.asks, wins: shared.wins }),
    },
  ];
}
