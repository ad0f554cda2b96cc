import type { Contact } from "../partnerships/contact.ts";
import type { Place } from "../partnerships/own-places.ts";
import { otherSide } from "../partnerships/partnership.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import { summaryLine } from "../partnerships/summary-line.ts";
import type { Button, Card, CardNode } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import type { Win } from "./win.ts";
import { whoConfirms } from "./win-form.ts";
import type { WinNews } from "./win-message.ts";
import type { WinView } from "./win-view.ts";

/** What the steward has said about it so far, as far as the card must know. */
type Standing = "asked" | "not-quite" | "cannot-tap";

/**
 * A win for the other side's steward: to confirm or not, then as it was confirmed. After *Not quite* it may still be
 * confirmed. `cannot-tap`: where taps cannot come back.
 */
export function winCard(
  words: Words,
  view: WinView,
  reader: Pick<Contact, "timeZone" | "language">,
  standing: Standing = "asked",
): Card {
  const { win, partnership, author } = view;
  const side = partnership.sides[author.side].label;
  const values = { partnership: partnership.name, name: author.name, side };
  return {
    summary: summaryLine(words.say(`win.card.${win.kind}.summary`, values)),
    nodes: [
      { kind: "heading", text: words.say(`win.card.${win.kind}.title`, values) },
      { kind: "quote", text: win.text, by: words.say("win.card.by", values) },
      ...(win.confirmedAt === null
        ? openNodes(words, view, standing)
        : [confirmedLine(words, view, sayMoment(win.confirmedAt, reader.timeZone, reader.language))]),
    ],
  };
}

function openNodes(
  words: Words,
  { win, partnership, author }: WinView,
  standing: Standing,
): readonly CardNode[] {
  if (standing === "cannot-tap")
    return [{ kind: "text", text: words.say("win.card.mail", { name: author.name }), tone: "quiet" }];
  const isPosted = win.mayPost && partnership.posts.joint !== null;
  const what = words.say("win.card.what", { posted: isPosted ? "yes" : "no" });
  const confirm: Button = {
    label: words.say("win.card.confirm"),
    action: { name: "confirm-win", args: { win: win.id, answer: "yes" } },
    style: "primary",
  };
  const notQuite: Button = {
    label: words.say("win.card.notQuite"),
    action: { name: "confirm-win", args: { win: win.id, answer: "not-quite" } },
  };
  return standing === "asked"
    ? [
        { kind: "text", text: what },
        { kind: "buttons", buttons: [confirm, notQuite] },
      ]
    : [
        { kind: "text", text: words.say("win.card.noted", { name: author.name }) },
        { kind: "text", text: what, tone: "quiet" },
        { kind: "buttons", buttons: [confirm] },
      ];
}

function confirmedLine(words: Words, { confirmer, partnership }: WinView, when: string): CardNode {
  const side = confirmer === null ? "" : partnership.sides[confirmer.side].label;
  const values = { name: confirmer?.name ?? "", side, when };
  return { kind: "text", text: words.say("win.card.confirmed", values), tone: "good" };
}

/** Where others can read along, or it would vanish: that something waits, and nothing of what it is. */
export function winNotice(words: Words, { win, partnership }: WinView): Card {
  const text = words.say("win.notice.text", { partnership: partnership.name });
  const action = { name: "show-win", args: { win: win.id } };
  return {
    summary: summaryLine(text),
    nodes: [
      { kind: "text", text },
      { kind: "buttons", buttons: [{ label: words.say("win.notice.open"), action, style: "primary" }] },
    ],
  };
}

/** What the author gets at once: what was kept, who is asked, and whether it may be shown. */
export function winReceipt(words: Words, win: Win, place: Place): Card {
  const { partnership } = place;
  const title = words.say(`win.receipt.${win.kind}`, { partnership: partnership.name });
  const isPosted = win.mayPost && partnership.posts.joint !== null;
  return {
    summary: summaryLine(title),
    nodes: [
      { kind: "heading", text: title },
      { kind: "quote", text: win.text },
      { kind: "text", text: whoConfirms(words, place) },
      {
        kind: "text",
        text: words.say("win.receipt.posted", { posted: isPosted ? "yes" : "no" }),
        tone: "quiet",
      },
    ],
  };
}

/** What the author hears later. */
export function winNewsCard(words: Words, { win, partnership, confirmer }: WinView, news: WinNews): Card {
  const other = partnership.sides[otherSide(win.side)].label;
  const values = { partnership: partnership.name, name: confirmer?.name ?? "", side: other };
  const text = words.say(`win.news.${news}`, values);
  return {
    summary: summaryLine(text),
    nodes: [
      { kind: "text", text, tone: news === "confirmed" ? "good" : "plain" },
      { kind: "quote", text: win.text },
    ],
  };
}

/** What both sides read in their joint conversation: both organisations are credited, nobody named but the author. */
export function winPostCard(words: Words, { win, partnership, author, confirmer }: WinView): Card {
  const values = {
    partnership: partnership.name,
    name: author.name,
    first: author.organisation,
    second: confirmer?.organisation ?? partnership.sides[otherSide(win.side)].label,
  };
  const title = words.say(`win.post.${win.kind}.title`, values);
  return {
    summary: summaryLine(title),
    nodes: [
      { kind: "heading", text: title },
      { kind: "quote", text: win.text, by: words.say("win.post.by", values) },
      { kind: "text", text: words.say(`win.post.${win.kind}.credit`, values), tone: "good" },
    ],
  };
}
