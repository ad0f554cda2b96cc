import type { Place } from "../partnerships/own-places.ts";
import { carriedText } from "../partnerships/people-text.ts";
import type { Card, CardNode, Dialog, Field, Form } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import { longestProblem, severities } from "./escalation.ts";
import { whoWillSee } from "./who-sees.ts";

/** Where somebody may raise something (one place or more), and what they have written so far. */
interface Draft {
  readonly places: readonly Place[];
  readonly text: string;
}

/** The form in a conversation; where forms need a window, its button carries the text along. */
export function raiseCard(words: Words, draft: Draft): Card {
  const carried = carriedText(draft.text);
  return {
    summary: words.say("raise.summary"),
    nodes: [
      { kind: "heading", text: words.say("raise.title") },
      ...nodesAbove(words, draft.places),
      ...(carried === null
        ? [
            { kind: "text" as const, text: words.say("raise.long"), tone: "quiet" as const },
            { kind: "quote" as const, text: draft.text },
          ]
        : []),
      {
        kind: "form",
        ...raiseForm(words, draft, {}),
        window: {
          label: words.say("raise.open"),
          action: { name: "raise-form", args: { ...(carried && { text: carried }) } },
        },
      },
    ],
  };
}

/** The same in a window of its own. */
export function raiseDialog(words: Words, draft: Draft): Dialog {
  return {
    title: words.say("raise.title"),
    nodes: nodesAbove(words, draft.places),
    form: raiseForm(words, draft, { window: "yes" }),
  };
}

/** Who will see it, and what must not wait for it (MEASUREMENT 4.9, safety note). */
function nodesAbove(words: Words, places: readonly Place[]): readonly CardNode[] {
  const policies = new Set(places.flatMap(({ partnership }) => partnership.safetyPolicy ?? []));
  return [
    ...[...policies]
      .slice(0, mostPolicies)
      .map((text) => ({ kind: "text" as const, text, tone: "warning" as const })),
    ...whoWillSee(words, places),
    { kind: "text", text: words.say("raise.notANotice"), tone: "quiet" },
  ];
}

/** More would push the form out of sight. */
const mostPolicies = 3;

function raiseForm(words: Words, { places, text }: Draft, more: Readonly<Record<string, string>>): Form {
  const [only] = places;
  const isOne = only !== undefined && places.length === 1;
  const partnership: Field = {
    kind: "select",
    name: "partnership",
    label: words.say("raise.partnership"),
    options: places.map((place) => ({ value: place.partnership.id, label: place.partnership.name })),
  };
  return {
    fields: [
      ...(isOne ? [] : [partnership]),
      {
        kind: "select",
        name: "severity",
        label: words.say("raise.severity"),
        options: severities.map((value) => ({ value, label: words.say(`raise.severities.${value}`) })),
      },
      {
        kind: "text",
        name: "text",
        label: words.say("raise.text"),
        hint: words.say("raise.hint"),
        multiline: true,
        maxLength: longestProblem,
        ...(text === "" ? {} : { value: text }),
      },
    ],
    submit: {
      label: words.say("raise.send"),
      action: { name: "raise", args: { ...more, ...(isOne ? { partnership: only.partnership.id } : {}) } },
      style: "primary",
    },
  };
}
