import type { Course } from "./agenda.ts";
import { fillIn } from "./fill-in.ts";
import { buttonOn, choicesOn, type Screen } from "./simulated-browser.ts";
import { type SimulatedPerson, type Stage, whenWorking } from "./simulated-person.ts";
import { shareOf } from "./span.ts";
import type { Habit, Pace } from "./temperament.ts";

/** Share of the rounds that somebody answers. */
const answers: Readonly<Record<Habit, number>> = { always: 0.97, usually: 0.84, seldom: 0.45 };

/** From and to which share of the span somebody who goes quiet does so. */
const fading = { from: 0.5, to: 0.75, least: 0.08 };

/** Minutes from card to answer, from and to; none for those who wait for the reminder. */
const pauseBefore: Readonly<Record<Exclude<Pace, "when reminded">, readonly [number, number]>> = {
  "at once": [1, 50],
  "when there is time": [30, 2400],
};

/** Share of those without a plan whom a reminder wins over. */
const wonOver = 0.35;

/** The rounds of these weeks are skipped by who skips twice, counted from the first. */
const skippedWeeks = { from: 6, to: 8 };

/** What a person does about a card that has arrived, or nothing. */
export function reactTo(stage: Stage, person: SimulatedPerson, screen: Screen): Course | null {
  if (buttonOn(screen, "introduction", { answer: "start" }) !== null)
    return answerIntroduction(stage, person, screen);
  if (choicesOn(screen).length > 0) return answerCheckIn(stage, person, screen);
  if (buttonOn(screen, "show-check-in") !== null) return answerReminder(stage, person, screen);
  if (buttonOn(screen, "cadence") !== null) return chooseCadence(stage, person, screen);
  return null;
}

async function* answerIntroduction(stage: Stage, person: SimulatedPerson, screen: Screen): Course {
  const { contact, temperament, chance } = person;
  const puts = temperament.episode === "another time" && !person.minded.has("introduction");
  person.minded.add("introduction");
  const answer = temperament.episode === "not me" ? "not-me" : puts ? "later" : "start";
  const action = buttonOn(screen, "introduction", { answer });
  if (action === null) return;
  yield whenWorking(stage, person, chance.between(2, 150));
  const { screen: after } = await stage.browser.tap(contact.id, screen, action);
  const agree = buttonOn(after, "small-side", { answer: "yes" });
  if (agree === null) return;
  yield whenWorking(stage, person, chance.between(0.2, 3));
  await stage.browser.tap(contact.id, after, agree);
}

async function* answerCheckIn(stage: Stage, person: SimulatedPerson, screen: Screen): Course {
  const { contact, temperament, chance } = person;
  const invitationId = choicesOn(screen)[0]?.action.args.invitation ?? "";
  const isWilling = willAnswer(stage, person);
  const delay = chance.fraction();
  const snoozes = temperament.episode === "puts it off" && chance.happens(0.35);
  if (!isWilling || temperament.pace === "when reminded") return;
  const later = snoozes ? buttonOn(screen, "snooze", { until: "tomorrow" }) : null;
  if (later !== null) {
    yield whenWorking(stage, person, 5);
    await stage.browser.tap(contact.id, screen, later);
    return;
  }
  person.minded.add(invitationId);
  const [low, high] = pauseBefore[temperament.pace];
  yield whenWorking(stage, person, low + delay * (high - low));
  yield* fillIn(stage, person, screen);
}

async function* answerReminder(stage: Stage, person: SimulatedPerson, screen: Screen): Course {
  const { contact, temperament, chance } = person;
  const open = buttonOn(screen, "show-check-in");
  const waits = temperament.pace === "when reminded" || temperament.episode === "puts it off";
  const isWilling = waits ? willAnswer(stage, person) : isWonOver(stage, person);
  const delay = chance.between(1, 180);
  const invitationId = open?.args.invitation ?? "";
  if (open === null || !isWilling || person.minded.has(invitationId)) return;
  person.minded.add(invitationId);
  yield whenWorking(stage, person, delay);
  const opened = await stage.browser.tap(contact.id, screen, open);
  if (opened.outcome === "done") yield* fillIn(stage, person, opened.screen);
}

async function* chooseCadence(stage: Stage, person: SimulatedPerson, screen: Screen): Course {
  const { contact, chance } = person;
  const cadence = chance.pick(["every two weeks", "every two weeks", "weekly", "monthly"]);
  const action = buttonOn(screen, "cadence", { cadence });
  if (action === null || chance.happens(0.2)) return;
  yield whenWorking(stage, person, chance.between(10, 600));
  await stage.browser.tap(contact.id, screen, action);
}

function isWonOver(stage: Stage, person: SimulatedPerson): boolean {
  return person.chance.happens(wonOver * voiceOf(stage, person)) && !skips(stage, person);
}

function willAnswer(stage: Stage, person: SimulatedPerson): boolean {
  const { temperament, chance } = person;
  const isWilling = chance.happens(answers[temperament.habit] * voiceOf(stage, person));
  return isWilling && !skips(stage, person);
}

/** What is left of somebody's readiness to answer at this moment: 1 unless they go quiet. */
function voiceOf({ span, clock }: Stage, { temperament }: SimulatedPerson): number {
  if (temperament.episode !== "goes quiet") return 1;
  const gone = (shareOf(span, clock.now()) - fading.from) / (fading.to - fading.from);
  return Math.max(fading.least, 1 - Math.max(0, gone));
}

function skips({ span, clock }: Stage, { temperament }: SimulatedPerson): boolean {
  if (temperament.episode !== "skips twice") return false;
  const week = clock.now().since(span.start).total("hours") / (7 * 24);
  return week >= skippedWeeks.from && week < skippedWeeks.to;
}
