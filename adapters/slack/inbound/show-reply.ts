import type { Card, Dialog } from "../../../src/ports/card.ts";
import type { Reply } from "../../../src/ports/chat-adapter.ts";
import { noteCard } from "./draw-answer.ts";
import type { InboundContext } from "./inbound-context.ts";
import { publishHome } from "./publish-home.ts";
import type { Scene, Surface } from "./scene.ts";
import { openWindow, post, postToOwn, replaceMessage, updateBeneath, updateView, whisper } from "./ways.ts";
import { readOrigin } from "./window-origin.ts";

/** How a card comes before the person. `window`: all that is to stand in one is put in one, a trigger opens no second. */
type Way = "in-place" | "in-view" | "beneath" | "post" | "own" | "whisper" | "window";

/** By where it happened: what takes the tapped card's place, what is said besides, and what is said to be kept. */
const ways: Readonly<Record<Surface, { readonly replace: Way; readonly say: Way; readonly lasting: Way }>> = {
  direct: { replace: "in-place", say: "post", lasting: "post" },
  // All of the channel read the card that was tapped: the answer is no matter of theirs.
  channel: { replace: "window", say: "whisper", lasting: "own" },
  ephemeral: { replace: "in-place", say: "whisper", lasting: "own" },
  modal: { replace: "in-view", say: "window", lasting: "window" },
  // What it says is in the acknowledgement.
  submission: { replace: "beneath", say: "in-view", lasting: "in-view" },
  home: { replace: "window", say: "window", lasting: "window" },
  command: { replace: "whisper", say: "whisper", lasting: "own" },
  typed: { replace: "post", say: "post", lasting: "post" },
  mention: { replace: "whisper", say: "whisper", lasting: "own" },
};

/** What of a reply has been shown already, with the acknowledgement. */
export interface Shown {
  readonly said?: boolean;
  /** The person was told to look into their own conversation. */
  readonly announced?: boolean;
  readonly dialog?: boolean;
}

/** Shows a reply, in the background. An older card of the same place never takes the place of a newer one. */
export function showReply(context: InboundContext, scene: Scene, reply: Reply, shown: Shown = {}): void {
  if (reply.outcome === "repeated") return;
  if (reply.outcome === "not-saved") {
    sayNotSaved(context, scene, reply.say);
    return;
  }
  const { replace, say, lasting } = ways[scene.surface];
  const saying = reply.lasting === true ? lasting : say;
  const inWindow: Card[] = [];
  if (reply.say !== undefined && shown.said !== true) {
    if (saying === "window") inWindow.push(reply.say);
    else show(context, scene, saying, () => reply.say, shown.announced === true);
  }
  const isReplaced = "replace" in reply || reply.redraw !== undefined;
  // Drawn when it is read, and not at all where a newer one comes first.
  if (isReplaced && replace !== "window") show(context, scene, replace, () => replacementOf(reply), false);
  const dialog = shown.dialog === true ? undefined : reply.dialog;
  const open = (cards: readonly Card[]) => {
    const window = windowOf(context, cards, dialog);
    if (window !== null) showWindow(context, scene, window);
  };
  if (!isReplaced || replace !== "window") open(inWindow);
  else
    context.background.run("show-window", async () => {
      const card = await replacementOf(reply);
      open(card === undefined ? inWindow : [...inWindow, card]);
    });
  refreshHome(context, scene);
}

async function replacementOf({ replace, redraw }: Reply): Promise<Card | undefined> {
  return replace ?? (await redraw?.());
}

/** Tells the person where they tapped that nothing was kept, with the core's own words or ours. */
export function sayNotSaved(context: InboundContext, scene: Scene, said?: Card): void {
  const card = said ?? noteCard(context, "slack.notSaved");
  const isInView = scene.surface === "modal" || scene.surface === "home";
  if (isInView) showWindow(context, scene, { title: context.words.say("slack.window"), nodes: card.nodes });
  else show(context, scene, "whisper", () => card, false);
}

function show(
  context: InboundContext,
  scene: Scene,
  way: Exclude<Way, "window">,
  read: () => Card | undefined | Promise<Card | undefined>,
  isAnnounced: boolean,
): void {
  const work = async () => {
    const card = await read();
    if (card !== undefined) await perform(context, scene, way, card, isAnnounced);
  };
  const key = placeOf(scene, way);
  if (key === null) context.background.run(`show-${way}`, work);
  else context.background.latest(key, `show-${way}`, work);
}

function perform(
  context: InboundContext,
  scene: Scene,
  way: Exclude<Way, "window">,
  card: Card,
  isAnnounced: boolean,
): Promise<unknown> {
  switch (way) {
    case "in-place":
      return replaceMessage(context, scene, card);
    case "in-view":
      return updateView(context, scene, { title: scene.view?.title ?? "", nodes: card.nodes });
    case "beneath":
      return updateBeneath(context, scene, card);
    case "post":
      return post(context, scene, card);
    case "own":
      return postToOwn(context, scene, card, isAnnounced);
    case "whisper":
      return whisper(context, scene, card);
  }
}

/** What is overwritten, so that one card at a time is put there. */
function placeOf({ workspace, channel, message, view }: Scene, way: Way): string | null {
  if (way === "in-place") return `message ${workspace.id} ${channel} ${message?.ts}`;
  if (way === "in-view") return `view ${workspace.id} ${view?.id}`;
  return way === "beneath" ? `view ${workspace.id} ${view?.previousId}` : null;
}

function windowOf(
  context: InboundContext,
  cards: readonly Card[],
  dialog: Dialog | undefined,
): Dialog | null {
  const nodes = cards.flatMap((card) => card.nodes);
  if (dialog !== undefined) return { ...dialog, nodes: [...nodes, ...dialog.nodes] };
  return nodes.length === 0 ? null : { title: context.words.say("slack.window"), nodes };
}

/** Words typed open no window: what would stand in it is said, and a form is pointed to. */
function showWindow(context: InboundContext, scene: Scene, window: Dialog): void {
  const { surface } = scene;
  if (surface !== "typed" && surface !== "mention") {
    context.background.run("show-window", () => openWindow(context, scene, window));
    return;
  }
  const pointer = window.form === undefined ? [] : noteCard(context, "slack.noWindow").nodes;
  const card = { summary: window.title, nodes: [...window.nodes, ...pointer] };
  show(context, scene, surface === "typed" ? "post" : "whisper", () => card, false);
}

/** Home shows what there is to do: it is drawn anew after something was done on it, or in a window over it. */
function refreshHome(context: InboundContext, { surface, workspace, person, view }: Scene): void {
  const isOver = view !== null && readOrigin(view.privateMetadata).home;
  if (surface === "home" || isOver) publishHome(context, workspace, person);
}
