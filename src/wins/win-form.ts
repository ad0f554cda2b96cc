import type { Place, StewardReach } from "../partnerships/own-places.ts";
import { otherSide } from "../partnerships/partnership.ts";
import { carriedText } from "../partnerships/people-text.ts";
import type { Card, CardNode, Dialog, Field, Form } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import { longestWin, type WinKind } from "./win.ts";

/** Partnerships whose stewards are named one by one above a form that offers them all. */
const mostNamed = 10;

/** Where somebody may share something (one place or more), what it is, and what they have written so far. */
interface Draft {
  readonly kind: WinKind;
  readonly places: readonly Place[];
  readonly text: string;
}

/** The form in a conversation; where forms need a window, its button carries the text along. */
export function winFormCard(words: Words, draft: Draft): Card {
  const carried = carriedText(draft.text);
  return {
    summary: words.say(`win.form.${draft.kind}.summary`),
    nodes: [
      { kind: "heading", text: words.say(`win.form.${draft.kind}.title`) },
      ...whoWillSee(words, draft.places),
      ...(carried === null
        ? [
            { kind: "text" as const, text: words.say("win.form.long"), tone: "quiet" as const },
            { kind: "quote" as const, text: draft.text },
          ]
        : []),
      {
        kind: "form",
        ...winForm(words, draft, {}),
        window: {
          label: words.say("win.form.open"),
          action: { name: `${draft.kind}-form`, args: { ...(carried && { text: carried }) } },
        },
      },
    ],
  };
}

/** The same in a window of its own. */
export function winDialog(words: Words, draft: Draft): Dialog {
  return {
    title: words.say(`win.form.${draft.kind}.title`),
    nodes: whoWillSee(words, draft.places),
    form: winForm(words, draft, { window: "yes" }),
  };
}

/** Who is asked to confirm it, or that nobody can be for now. */
export function whoConfirms(words: Words, { partnership, author, stewards }: Place): string {
  const { side, reach, steward }: StewardReach = stewards[otherSide(author.side)];
  const values = { side: partnership.sides[side].label, name: steward?.name ?? "" };
  return words.say(`win.who.${reach === "now" || reach === "later" ? "asked" : reach}`, values);
}

function whoWillSee(words: Words, places: readonly Place[]): readonly CardNode[] {
  const [only] = places;
  if (only !== undefined && places.length === 1) return [{ kind: "text", text: whoConfirms(words, only) }];
  if (places.length > mostNamed) return [{ kind: "text", text: words.say("win.who.chosen") }];
  const items = places.map((place) =>
    words.say("win.who.in", { partnership: place.partnership.name, who: whoConfirms(words, place) }),
  );
  return [{ kind: "list", items }];
}

function winForm(words: Words, { kind, places, text }: Draft, more: Readonly<Record<string, string>>): Form {
  const [only] = places;
  const isOne = only !== undefined && places.length === 1;
  const partnership: Field = {
    kind: "select",
    name: "partnership",
    label: words.say("win.form.partnership"),
    options: places.map((place) => ({ value: place.partnership.id, label: place.partnership.name })),
  };
  const mayPost: Field = {
    kind: "select",
    name: "mayPost",
    label: words.say("win.form.mayPost"),
    hint: words.say("win.form.mayPostHint"),
    options: ["no", "yes"].map((value) => ({ value, label: words.say(`win.form.mayPosts.${value}`) })),
    value: "no",
  };
  const hasJoint = places.some((place) => place.partnership.posts.joint !== null);
  return {
    fields: [
      ...(isOne ? [] : [partnership]),
      {
        kind: "text",
        name: "text",
        label: words.say(`win.form.${kind}.text`),
        hint: words.say(`win.form.${kind}.hint`),
        multiline: true,
        maxLength: longestWin,
        ...(text === "" ? {} : { value: text }),
      },
      ...(hasJoint ? [mayPost] : []),
    ],
    submit: {
      label: words.say(`win.form.${kind}.send`),
      action: {
        name: "share-win",
        args: { ...more, kind, ...(isOne ? { partnership: only.partnership.id } : {}) },
      },
      style: "primary",
    },
  };
}
