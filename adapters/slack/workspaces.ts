import type { webApi } from "@slack/bolt";
import type { Temporal } from "temporal-polyfill";
import type { SlackCredentials } from "./slack-credentials.ts";

/** A Slack workspace (or org-wide installation) that Rapport's app is installed in, with open credentials. */
export interface Workspace {
  /** The installation's row. */
  readonly id: string;
  /** T..., or E... for an org-wide installation; null until it is known. */
  readonly tenant: string | null;
  readonly enterprise: string | null;
  readonly name: string | null;
  readonly state: "waiting" | "active" | "paused" | "removed";
  readonly stateCode: string | null;
  readonly credentials: SlackCredentials;
}

/** What the rest of the adapter knows of workspaces. */
export interface Workspaces {
  /** All but the removed ones; read again after a few seconds and at once after a change of our own. */
  all(): Promise<readonly Workspace[]>;
  /** The one installed in this team or enterprise; null when there is none. */
  of(tenant: string): Promise<Workspace | null>;
  /** Whether the app was taken out of this team or enterprise and is not back: what is for its people waits. */
  hasLeft(tenant: string): Promise<boolean>;
  /** Its client, without retries, with a token that is good for now. Null while it is paused or waiting, or has none for now. */
  client(workspace: Workspace): Promise<webApi.WebClient | null>;
  /**
   * Slack refused the workspace as a whole. `retry`: the token was refreshed, the same call may be made once more.
   * `paused`: nothing goes there until an operator acts; the first call that sees it raises the one alert.
   */
  refused(workspace: Workspace, code: string): Promise<"retry" | "paused">;
  /**
   * The app was taken out of the workspace at this moment. Slack may say so hours later (PLATFORMS 2): a row that has
   * changed since then, because the app was installed anew, stays as it is.
   */
  removed(workspace: Workspace, at: Temporal.Instant): Promise<void>;
  /** Something was changed beside it: all is read again. */
  forget(): void;
}
