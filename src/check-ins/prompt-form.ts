import type { CardNode } from "../ports/card.ts";
import type { DrawingNeeds } from "./drawing-needs.ts";
import type { InvitationDetail } from "./invitation-store.ts";
import { themes, worded } from "./question-bank.ts";
import { longestText, type Sharing, sharingChoices } from "./record-prompt.ts";

/**
 * The optional open question: who will see the answer is said before anything is typed, and the author can change
 * it. Empty when the round has none. While `editing`, its button ends that. The partnership's safety policy stands above it (MEASUREMENT 4.9).
 */
export function promptForm(
  { bank, words }: DrawingNeeds,
  detail: InvitationDetail,
  editing: boolean,
): readonly CardNode[] {
  const { invitation, partnership, answers } = detail;
  if (invitation.promptId === null) return [];
  if (invitation.promptDone === "sealed") {
    return [{ kind: "divider" }, { kind: "text", text: words.say("prompt.sealed"), tone: "quiet" }];
  }
  const prompt = bank.prompt(invitation.promptId);
  const given = answers.find((answer) => answer.questionId === prompt.id);
  const choices = sharingChoices(prompt, invitation.sideSize);
  const chosen = given === undefined ? choices[0] : sharingOf(given.mode, given.audience);
  const args = { invitation: invitation.id };
  return [
    { kind: "divider" },
    ...(partnership.safetyPolicy === null
      ? []
      : [{ kind: "text" as const, text: partnership.safetyPolicy, tone: "warning" as const }]),
    {
      kind: "form",
      fields: [
        {
          kind: "text",
          name: "text",
          label: worded(prompt.text, { them: invitation.them }),
          hint: words.say(`prompt.hint.${chosen ?? "confidential"}`),
          multiline: true,
          maxLength: longestText,
          ...(given?.text ? { value: given.text } : {}),
        },
        {
          kind: "select",
          name: "sharing",
          label: words.say("prompt.sharing"),
          options: choices.map((choice) => ({ value: choice, label: words.say(`prompt.choice.${choice}`) })),
          ...(chosen === undefined ? {} : { value: chosen }),
        },
        {
          kind: "select",
          name: "theme",
          label: words.say("prompt.theme"),
          hint: words.say(choices.includes("unlinked") ? "prompt.themeHintUnlinked" : "prompt.themeHint"),
          options: [
            { value: "", label: words.say("prompt.noTheme") },
            ...themes.map((theme) => ({ value: theme, label: words.say(`theme.${theme}`) })),
          ],
          ...(given?.theme ? { value: given.theme } : {}),
        },
      ],
      submit: {
        label: words.say(editing ? "checkIn.done" : "prompt.send"),
        action: { name: "answer-prompt", args },
        style: "primary",
      },
      window: {
        text: worded(prompt.text, { them: invitation.them }),
        label: words.say(given === undefined ? "prompt.answer" : "prompt.change"),
        action: { name: "prompt-form", args: { ...args, ...(editing ? { editing: "yes" } : {}) } },
        ...(editing
          ? {
              beside: {
                label: words.say("checkIn.done"),
                action: { name: "show-check-in", args },
                style: "primary" as const,
              },
            }
          : {}),
      },
    },
    ...(given === undefined && !editing
      ? [
          {
            kind: "buttons" as const,
            buttons: [
              {
                label: words.say("prompt.skip"),
                action: { name: "skip-prompt", args },
                style: "plain" as const,
              },
            ],
          },
        ]
      : []),
  ];
}

/** The choice that a kept answer stands for. */
export function sharingOf(mode: "attributed" | "confidential", audience: "joint" | "side"): Sharing {
  if (mode === "confidential") return "confidential";
  return audience === "joint" ? "both-sides" : "own-side";
}
