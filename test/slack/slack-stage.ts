import type { Json, Person, SlackChannel, SlackWorkspace } from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";
import type { SocketMode } from "./socket-mode.ts";

/** What the driver needs of a Slack, whoever wrote it. */
export interface SlackStage {
  /** Below it are the `response_url`s. */
  readonly url: string;
  readonly state: SlackState;
  /** Absent where there is no Socket Mode. */
  readonly sockets?: SocketMode;
  /** A trigger for one modal; `viewId` is the modal that was acted in. */
  issueTrigger(workspace: SlackWorkspace, person: Person, viewId: string | null): Promise<string>;
  /** The person's conversation with the app, opened when it is not. */
  openDirect(workspace: SlackWorkspace, person: Person): Promise<SlackChannel>;
  /** Throws a refusal and keeps the faults, when Slack would refuse the blocks. */
  checkBlocks(payload: Json, code: string): void;
}
