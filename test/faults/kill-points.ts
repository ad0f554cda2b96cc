import type { Settings } from "../../src/config.ts";

/** Where a process that sends can die, in the order in which it passes them (its claim commits, then its deliveries, then its outcomes). */
export const killPoints = [
  "before claim commit",
  "claimed, not begun",
  "after claim commit",
  "bytes written",
  "accepted, reply unread",
  "reply read, not committed",
  "after commit",
] as const;
export type KillPoint = (typeof killPoints)[number];

/** A batch passes these once, whatever is in it; the others once for each message. */
export const passedOnce: readonly KillPoint[] = ["claimed, not begun", "after commit"];

/** Where the child sends to: the loopback platform with its own adapter, or a Slack that the settings name. */
export type ChildPlatform =
  | { readonly kind: "loopback"; readonly url: string }
  | {
      readonly kind: "slack";
      readonly settings: Pick<Settings, "slack" | "slackApiUrl" | "slackMessagesPerMinute">;
    };

/** What the child is told, as JSON in its first argument. */
export interface ChildTask {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly platform: ChildPlatform;
  /** The child's clock stands here at first. */
  readonly now: string;
  readonly work: /** Sends what is due and ends; dies at the `nth` time that it passes the point. */
    | { readonly kind: "send"; readonly point: KillPoint; readonly nth: number }
    /** Taps all answers of these contacts, saying each acknowledged one on standard output, until it is killed. */
    | { readonly kind: "answer"; readonly contactIds: readonly string[] };
}
