import { z } from "zod";
import type { Card, Dialog } from "../../../src/ports/card.ts";
import { hasNativeTable } from "../draw/draw-message.ts";
import { callNow, callPatiently } from "./call-now.ts";
import { drawAnswer, drawPost, drawWindow, noteCard } from "./draw-answer.ts";
import type { InboundContext } from "./inbound-context.ts";
import type { Scene } from "./scene.ts";
import { readOrigin } from "./window-origin.ts";

const silently = { unfurl_links: false, unfurl_media: false };

/** In place of the message that was tapped: by its response URL, which has no limit of calls; else by an update. */
export async function replaceMessage(context: InboundContext, scene: Scene, card: Card): Promise<void> {
  const drawn = drawAnswer(context, card);
  // What a message is found by again must outlive its first tap.
  const kept = isObject(scene.message?.metadata) ? { metadata: scene.message?.metadata } : {};
  const isDone = await context.responseUrls.respond(scene.responseUrl, {
    replace_original: true,
    ...drawn,
    ...kept,
  });
  if (isDone || scene.surface === "ephemeral" || scene.message === null) return;
  const { channel, workspace } = scene;
  await callPatiently(context, workspace, "chat.update", {
    channel,
    ts: scene.message.ts,
    ...drawn,
    ...kept,
  });
}

/** For the person alone, where they are; it vanishes. */
export async function whisper(context: InboundContext, scene: Scene, card: Card): Promise<void> {
  const drawn = drawAnswer(context, card);
  const message = { response_type: "ephemeral", replace_original: false, ...drawn };
  if (await context.responseUrls.respond(scene.responseUrl, message)) return;
  const { channel, person, thread, workspace } = scene;
  if (channel === null) return;
  const place = { channel, user: person.user, ...(thread === null ? {} : { thread_ts: thread }) };
  await callPatiently(context, workspace, "chat.postEphemeral", { ...place, ...drawn });
}

/**
 * A message in the conversation where it was asked for, if that is the person's own as we know it; a payload that names
 * another one does not get what is theirs. With `channel`, in that one. Whether it is there.
 */
export async function post(
  context: InboundContext,
  scene: Scene,
  card: Card,
  given?: string,
): Promise<boolean> {
  const channel =
    given ?? (await context.notes.directChannel(scene.workspace.id, scene.person)) ?? scene.channel;
  if (channel === null) return false;
  const thread = channel === scene.channel && scene.thread !== null ? { thread_ts: scene.thread } : {};
  const send = (drawn: ReturnType<typeof drawPost>) =>
    callPatiently(context, scene.workspace, "chat.postMessage", {
      channel,
      ...thread,
      ...silently,
      ...drawn,
    });
  const drawn = drawPost(context, card);
  const first = await send(drawn);
  const mayBeTooNew =
    first.kind === "rejected" && first.code === "invalid_blocks" && hasNativeTable(drawn.blocks);
  const last = mayBeTooNew ? await send(drawAnswer(context, card)) : first;
  return last.kind === "answered" || last.kind === "unknown";
}

/**
 * A message in the person's own conversation, and where they are a line that says so. Who cannot be written to gets it
 * where they are.
 */
export async function postToOwn(
  context: InboundContext,
  scene: Scene,
  card: Card,
  isAnnounced: boolean,
): Promise<void> {
  const channel = await ownChannel(context, scene);
  if (channel === null || !(await post(context, scene, card, channel))) return whisper(context, scene, card);
  if (!isAnnounced) await whisper(context, scene, noteCard(context, "slack.inMessages"));
}

const opened = z.object({ channel: z.object({ id: z.string().min(1) }) });

async function ownChannel(context: InboundContext, { workspace, person }: Scene): Promise<string | null> {
  const known = await context.notes.directChannel(workspace.id, person);
  if (known !== null) return known;
  const called = await callPatiently(context, workspace, "conversations.open", { users: person.user });
  const read = called.kind === "answered" ? opened.safeParse(called.answer) : null;
  if (!read?.success) return null;
  const { id } = read.data.channel;
  await context.notes.keepReach(workspace.id, person, id);
  return id;
}

/** A window over what was tapped. A trigger is good for three seconds: who comes too late is asked to press again. */
export async function openWindow(context: InboundContext, scene: Scene, dialog: Dialog): Promise<void> {
  const { triggerId, view, workspace } = scene;
  const isOverModal = view !== null && scene.surface === "modal";
  const beneath = view === null ? null : readOrigin(view.privateMetadata);
  const origin = {
    home: scene.surface === "home" || beneath?.home === true,
    below: isOverModal ? view.title : null,
  };
  if (triggerId !== null) {
    const method = isOverModal ? "views.push" : "views.open";
    const drawn = drawWindow(context, dialog, origin);
    const called = await callNow(context, workspace, method, { trigger_id: triggerId, view: drawn });
    if (called.kind === "answered" || called.kind === "unknown") return;
  }
  if (isOverModal) return updateView(context, scene, dialog);
  if (scene.surface !== "home") await whisper(context, scene, noteCard(context, "slack.pressAgain"));
}

/** In place of what the tapped modal shows; its title stays, as Slack shows it. */
export async function updateView(context: InboundContext, scene: Scene, dialog: Dialog): Promise<void> {
  const { view, workspace } = scene;
  if (view === null) return;
  const drawn = drawWindow(context, dialog, readOrigin(view.privateMetadata));
  const update = (hash: Readonly<Record<string, unknown>>) =>
    callPatiently(context, workspace, "views.update", { view_id: view.id, ...hash, view: drawn });
  const called = await update(view.hash === "" ? {} : { hash: view.hash });
  // The tap before this one has changed it; ours is the newer.
  if (called.kind === "failed" && called.code === "hash_conflict") await update({});
}

/** In place of what the window beneath a sent form shows. */
export async function updateBeneath(context: InboundContext, scene: Scene, card: Card): Promise<void> {
  const { view, workspace } = scene;
  if (view === null || view.previousId === null) return;
  const { home, below } = readOrigin(view.privateMetadata);
  const dialog = { title: below ?? context.words.say("slack.window"), nodes: card.nodes };
  const drawn = drawWindow(context, dialog, { home, below: null });
  await callPatiently(context, workspace, "views.update", { view_id: view.previousId, view: drawn });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
