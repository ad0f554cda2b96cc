import type { Card, CardNode } from "../../../src/ports/card.ts";

const scale = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree", "Can't say"];

/** A weekly check-in as people see it: three statements, one open prompt with its mode, and the way out. */
export function aCheckInCard(chosen: Readonly<Record<string, string>> = {}): Card {
  const statements: [string, string][] = [
    ["DIR2", "Acme tells us early when something changes that affects our work."],
    ["OPN1", "When a date slips, Acme says so before we have to ask."],
    ["ANC1", "All in all, I trust Acme to do right by this partnership."],
  ];
  return {
    summary: "City Steward, your weekly check-in on Permits modernisation: 1 minute",
    nodes: [
      { kind: "heading", text: "Your weekly check-in" },
      { kind: "text", text: "Think about the last four weeks with Acme. Three taps, about one minute." },
      ...statements.map(
        ([item, label]): CardNode => ({
          kind: "choice",
          label,
          options: scale.map((text, index) => ({ value: String(index + 1), label: text })),
          ...(chosen[item] === undefined ? {} : { chosen: chosen[item] }),
          action: { name: "rate", args: { invitation: "i1", item } },
        }),
      ),
      { kind: "divider" },
      {
        kind: "form",
        fields: [
          {
            kind: "text",
            name: "text",
            label: "What went well with Acme that both sides can be proud of?",
            hint: "One or two sentences are plenty.",
            multiline: true,
            maxLength: 1000,
          },
          {
            kind: "select",
            name: "mode",
            label: "Who may see this",
            hint: "You can change this until Friday, November 27, 5:00 PM CST.",
            options: [
              { value: "attributed", label: "Both sides, with my name" },
              { value: "confidential", label: "Nobody by name; it counts for my side" },
            ],
            value: "attributed",
          },
        ],
        submit: {
          label: "Send",
          style: "primary",
          action: { name: "tell", args: { invitation: "i1", prompt: "W1" } },
        },
        window: { label: "Answer", action: { name: "tell-form", args: { invitation: "i1" } } },
      },
      {
        kind: "buttons",
        buttons: [
          { label: "Later today", action: { name: "snooze", args: { until: "today" } } },
          { label: "Tomorrow", action: { name: "snooze", args: { until: "tomorrow" } } },
          {
            label: "Pause",
            action: { name: "pause", args: {} },
            confirm: "You get no more check-ins until you start again with /pulse checkin.",
          },
        ],
      },
      { kind: "link", label: "Why am I getting this?", path: "/help#why" },
    ],
  };
}

/** A status as `/pulse status` answers it: facts, a table, a quote and lines with a tone. */
export function aStatusCard(): Card {
  return {
    summary: "Permits modernisation: status",
    nodes: [
      { kind: "heading", text: "Permits modernisation" },
      { kind: "text", text: "Figures of October, released on Tuesday, November 10.", tone: "quiet" },
      {
        kind: "facts",
        facts: [
          { label: "Phase", value: "Deploy" },
          { label: "Next check-in", value: "Tuesday, December 1, 10:00 AM CST" },
          { label: "Open escalations", value: "1" },
        ],
      },
      {
        kind: "table",
        caption: "How each side sees the other, October",
        columns: ["Dimension", "City", "Acme"],
        rows: [
          ["Direction", "Steady", "Strong"],
          ["Openness", "Strained (unsure)", "Steady"],
        ],
      },
      { kind: "quote", text: "The new permit form halved the calls we get.", by: "Lee Okafor, City" },
      { kind: "text", text: "Acme kept 4 of 5 promises this month.", tone: "good" },
      { kind: "text", text: "One ask has waited for 15 days.", tone: "warning" },
      { kind: "list", items: ["Review of the data contract", "Move of the test system"] },
    ],
  };
}
