import type { Workspace } from "../workspaces.ts";
import type { Deadline } from "./deadline.ts";

/** What was found out about a payload before Bolt saw it. */
export interface Binding {
  /** Whose app it came through; null when that is none of ours. Rejects when the store cannot tell. */
  readonly workspace: Promise<Workspace | null>;
  readonly deadline: Deadline;
}

/** By the payload object itself, so that nothing that stands in it can choose another workspace. */
export type Bindings = WeakMap<object, Binding>;
