/** Where a process that sends can die, in the order in which it passes them (TESTING, delivery). */
export const killPoints = [
  "before claim commit",
  "after claim commit",
  "bytes written",
  "accepted, reply unread",
  "reply read, not committed",
  "after commit",
] as const;
export type KillPoint = (typeof killPoints)[number];

/** At these the platform, which lives in the parent, says that the moment has come; else the child ends itself. */
export const parentKills: readonly KillPoint[] = ["bytes written", "accepted, reply unread"];

/** What the child is told, as JSON in its first argument. */
export interface ChildTask {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly platformUrl: string;
  /** The child's clock stands here at first. */
  readonly now: string;
  readonly work: /** Sends what is due and ends; dies at the `nth` time that it passes the point. */
    | { readonly kind: "send"; readonly point: KillPoint; readonly nth: number }
    /** Taps all answers of these contacts, saying each acknowledged one on standard output, until it is killed. */
    | { readonly kind: "answer"; readonly contactIds: readonly string[] };
}
