import type { Workspace } from "../workspaces.ts";
import type { Deadline } from "./deadline.ts";

/** What a listener is given besides the payload. */
export interface Arrival {
  readonly workspace: Workspace;
  readonly deadline: Deadline;
  /** Answers Slack; never rejects. Events have none: they are acknowledged when their listener has ended. */
  readonly ack: (answer?: unknown) => Promise<void>;
}
