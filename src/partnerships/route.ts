import type { Temporal } from "temporal-polyfill";
import type { Account, Platform } from "../ports/chat-adapter.ts";

export type RouteState = "untested" | "ok" | "blocked" | "gone";

/**
 * One way to reach a contact. `address` is read by the adapter of `platform` alone (`web:<contact id>`,
 * `T0001/U0001`, an e-mail address). Routes are tried in order of `position`.
 */
export interface Route {
  readonly id: string;
  readonly contactId: string;
  readonly platform: Platform;
  readonly address: string;
  readonly position: number;
  readonly state: RouteState;
  /** The platform's own word for what went wrong last. */
  readonly lastError: string | null;
  readonly checkedAt: Temporal.Instant | null;
}

/**
 * The parts of a Slack address that the roster writes: `T/U`, perhaps with a channel behind it, and `@T` where another
 * team's workspace reaches the person. Null for other platforms.
 */
export function slackParts(address: string): { readonly account: string; readonly through: string } | null {
  const [, account, team, via] = /^(([^/@]+)\/[^/@]+)(?:\/[^@]*)?(?:@(.+))?$/.exec(address) ?? [];
  return account === undefined || team === undefined ? null : { account, through: via ?? team };
}

/** How somebody is reached whose account was claimed: on Slack through the workspace in which they claimed it. */
export function claimedAddress(platform: Platform, { id, through }: Pick<Account, "id" | "through">): string {
  const isOutside = platform === "slack" && through !== undefined && !id.startsWith(`${through}/`);
  return isOutside ? `${id}@${through}` : id;
}

/** A blocked route is tried again after this many days: people unblock, administrators change their minds. */
const daysUntilRetry = 6;

/** The first route, by position, that may work now; null when there is none. */
export function bestRoute(routes: readonly Route[], now: Temporal.Instant): Route | null {
  const usable = routes.filter((route) => mayWork(route, now)).toSorted((a, b) => a.position - b.position);
  return usable[0] ?? null;
}

/** What was found blocked at this moment or before may be tried again now. */
export function retriedSince(now: Temporal.Instant): Temporal.Instant {
  return now.subtract({ hours: daysUntilRetry * 24 });
}

function mayWork(route: Route, now: Temporal.Instant): boolean {
  if (route.state === "ok" || route.state === "untested") return true;
  if (route.state === "gone" || route.checkedAt === null) return false;
  return route.checkedAt.epochMilliseconds <= retriedSince(now).epochMilliseconds;
}
