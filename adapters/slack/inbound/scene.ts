import type { SlackPerson } from "../slack-address.ts";
import type { Workspace } from "../workspaces.ts";

/** Where something was done, which decides how it can be answered. */
export type Surface =
  /** A message of ours in the person's own conversation with the app. */
  | "direct"
  /** A message of ours that a whole channel reads. */
  | "channel"
  /** A message that only this person sees, and only for now. */
  | "ephemeral"
  | "modal"
  /** A modal whose form was sent. */
  | "submission"
  | "home"
  /** A command, or a shortcut on somebody's message. */
  | "command"
  /** Words typed to the app in its own conversation. */
  | "typed"
  /** Words typed to the app in a channel. */
  | "mention";

/** A view as it stood when something was done in it. Of its private metadata nothing is believed. */
interface SceneView {
  readonly id: string;
  readonly hash: string;
  readonly title: string;
  readonly privateMetadata: string;
  /** The view beneath it, if it was put on one. */
  readonly previousId: string | null;
}

/** All that is needed to answer where something was done; null is what Slack did not give. */
export interface Scene {
  readonly surface: Surface;
  readonly workspace: Workspace;
  readonly person: SlackPerson;
  readonly channel: string | null;
  readonly message: { readonly ts: string; readonly metadata: unknown } | null;
  /** The thread that was typed in. */
  readonly thread: string | null;
  readonly responseUrl: string | null;
  readonly triggerId: string | null;
  readonly view: SceneView | null;
}
