import { themes } from "../check-ins/question-bank.ts";
import type { Action } from "../ports/card.ts";
import type { Course } from "./agenda.ts";
import { buttonOn, choicesOn, formOn, type Screen, type TapResult } from "./simulated-browser.ts";
import { inSeconds, type SimulatedPerson, type Stage } from "./simulated-person.ts";

const breaksOff = 0.03;
const leavesPromptOpen = 0.15;
const changesMind = 0.05;
const sharesOtherwise = 0.15;
const namesTheme = 0.65;

/** Answers what stands on the screen as somebody would in one sitting: taps, perhaps words, perhaps a change. */
export async function* fillIn(stage: Stage, person: SimulatedPerson, start: Screen): Course {
  const { chance } = person;
  const choices = choicesOn(start).filter((choice) => choice.chosen === undefined);
  const stopAfter = chance.happens(breaksOff) ? 1 : choices.length;
  let screen = start;
  for (const choice of choices.slice(0, stopAfter)) {
    yield inSeconds(stage, chance.between(3, 16));
    const result = await rate(stage, person, screen, choice.action);
    if (result.outcome !== "done") return;
    screen = result.screen;
  }
  if (stopAfter < choices.length) return;
  const form = formOn(screen);
  if (form !== null) {
    const after = yield* answerPrompt(stage, person, screen);
    if (after === null) return;
    screen = after;
  }
  if (chance.happens(changesMind)) yield* changeOne(stage, person, screen);
}

function rate(stage: Stage, person: SimulatedPerson, screen: Screen, action: Action): Promise<TapResult> {
  const { contact, partnership, temperament, chance } = person;
  const rater = { partnership: partnership.key, side: contact.side, temperament, chance };
  const statement = stage.bank.statement(action.args.statement ?? "");
  const value = stage.attitudes.tapFor(statement, rater, stage.clock.now());
  return keptRating(stage, person, screen, action, value);
}

async function keptRating(
  stage: Stage,
  { contact }: SimulatedPerson,
  screen: Screen,
  action: Action,
  value: string,
): Promise<TapResult> {
  const result = await stage.browser.tap(contact.id, screen, action, { value });
  if (result.outcome === "done") stage.answered("rating");
  return result;
}

/** Writes, skips or leaves the open prompt; null when nothing more is to be done with this check-in. */
async function* answerPrompt(
  stage: Stage,
  person: SimulatedPerson,
  screen: Screen,
): AsyncGenerator<ReturnType<typeof inSeconds>, Screen | null> {
  const { chance, contact, temperament } = person;
  const form = formOn(screen);
  if (form === null) return null;
  const written = chance.happens(temperament.talkative)
    ? await write(stage, person, form.submit.action)
    : null;
  if (written === null) {
    if (chance.happens(leavesPromptOpen)) return null;
    yield inSeconds(stage, chance.between(2, 10));
    const skip = buttonOn(screen, "skip-prompt");
    return skip === null ? null : (await stage.browser.tap(contact.id, screen, skip)).screen;
  }
  yield inSeconds(stage, 5 + written.text.length * chance.between(0.15, 0.4));
  const select = form.fields.find((field) => field.kind === "select" && field.name === "sharing");
  const options = select?.kind === "select" ? select.options.map(({ value }) => value) : [];
  // Who was promised confidence rarely goes public: at most the own side may read it.
  const others = options[0] === "both-sides" ? options.slice(1) : options.filter((one) => one === "own-side");
  const sharing =
    others.length > 0 && chance.happens(sharesOtherwise) ? chance.pick(others) : (options[0] ?? "");
  const theme = themeOf(written.theme, person);
  const result = await stage.browser.tap(contact.id, screen, form.submit.action, {
    text: written.text,
    sharing,
    theme,
  });
  if (result.outcome !== "done") return null;
  stage.answered("text");
  return result.screen;
}

async function write(stage: Stage, person: SimulatedPerson, { args }: Action) {
  const detail = await stage.transact(({ invitations }) => invitations.detail(args.invitation ?? ""));
  const promptId = detail?.invitation.promptId ?? null;
  if (detail === null || promptId === null) return null;
  const { contact, partnership, people, colleagues, chance } = person;
  const { them } = detail.invitation;
  const at = stage.clock.now();
  return stage.writer.write(
    {
      ...{ partnership: partnership.key, promptId, side: contact.side, author: contact.name },
      ...{ at, them, people, colleagues },
    },
    chance,
  );
}

function themeOf(theme: string | null, { chance }: SimulatedPerson): string {
  if (theme !== null) return chance.happens(namesTheme) ? theme : "";
  return chance.happens(0.08) ? chance.pick(themes) : "";
}

/** Comes back to the receipt a little later and makes one rating a point higher or lower. */
async function* changeOne(stage: Stage, person: SimulatedPerson, receipt: Screen): Course {
  const { chance, contact } = person;
  const edit = buttonOn(receipt, "edit");
  if (edit === null) return;
  yield inSeconds(stage, chance.between(20, 900));
  const opened = await stage.browser.tap(contact.id, receipt, edit);
  const rated = choicesOn(opened.screen).filter(({ chosen }) => /^[1-5]$/.test(chosen ?? ""));
  if (opened.outcome !== "done" || rated.length === 0) return;
  const choice = chance.pick(rated);
  yield inSeconds(stage, chance.between(4, 20));
  const before = Number(choice.chosen);
  const value = String(before === 5 ? 4 : before === 1 ? 2 : before + chance.pick([-1, 1]));
  const changed = await keptRating(stage, person, opened.screen, choice.action, value);
  yield inSeconds(stage, chance.between(2, 6));
  const done = buttonOn(changed.screen, "show-check-in");
  if (done !== null) await stage.browser.tap(contact.id, changed.screen, done);
}
