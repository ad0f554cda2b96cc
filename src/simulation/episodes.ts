import { Temporal } from "temporal-polyfill";
import { monthOf, nextMonth, summaryAt } from "../check-ins/reporting-month.ts";
import type { Course } from "./agenda.ts";
import { type SimulatedPerson, type Stage, whenWorking } from "./simulated-person.ts";

/** Where in the span an episode begins, and how long it lasts. */
const pausing = { at: 0.45, weeks: 4 };
const away = { at: 0.6, days: 13 };

/** What a person does of their own accord, without a card that asks for it. */
export function ownCourses(stage: Stage, person: SimulatedPerson): readonly Course[] {
  const { temperament, contact } = person;
  return [
    ...(temperament.episode === "pauses" ? [pause(stage, person)] : []),
    ...(temperament.episode === "is away" ? [goAway(stage, person)] : []),
    ...(contact.duties.includes("steward") ? [readStatus(stage, person)] : []),
  ];
}

async function* pause(stage: Stage, person: SimulatedPerson): Course {
  yield partOfSpan(stage, person, pausing.at);
  await stage.browser.type(person.contact.id, "/pulse pause");
  yield whenWorking(stage, person, pausing.weeks * 7 * 24 * 60);
  await stage.browser.type(person.contact.id, "/pulse resume");
}

async function* goAway(stage: Stage, person: SimulatedPerson): Course {
  yield partOfSpan(stage, person, away.at);
  const today = stage.clock.now().toZonedDateTimeISO(person.contact.timeZone).toPlainDate();
  await stage.browser.type(person.contact.id, `/pulse away until ${today.add({ days: away.days })}`);
}

/** A steward looks at the status in the days after each summary. */
async function* readStatus(stage: Stage, person: SimulatedPerson): Course {
  const { contact, partnership, chance } = person;
  for (let month = monthOf(partnership.startedOn); ; month = nextMonth(month)) {
    const posted = summaryAt(month, partnership.checkIn, partnership);
    if (Temporal.Instant.compare(posted, stage.span.end) > 0) return;
    if (Temporal.Instant.compare(posted, stage.clock.now()) < 0) continue;
    yield posted;
    yield whenWorking(stage, person, chance.between(20, 3000));
    await stage.browser.type(contact.id, `/pulse status ${partnership.key}`);
  }
}

function partOfSpan(stage: Stage, person: SimulatedPerson, share: number): Temporal.Instant {
  const { start, end } = stage.span;
  const minutes = (share * (end.epochMilliseconds - start.epochMilliseconds)) / 60_000;
  return whenWorking(stage, person, minutes);
}
