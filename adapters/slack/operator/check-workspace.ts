import type { Temporal } from "temporal-polyfill";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Finding } from "../../../src/ports/finding.ts";
import type { Heard } from "../heard.ts";
import type { Workspace } from "../workspaces.ts";
import type { AskSlack, SlackSaid } from "./ask-slack.ts";
import { missingScopes, unneededScopes } from "./read-scopes.ts";

export interface CheckNeeds {
  readonly ask: AskSlack;
  readonly clock: Clock;
  /** The token that the workspace's client would use now; null where there is none. */
  readonly tokenOf: (workspace: Workspace) => Promise<string | null>;
  readonly hasPublicUrl: boolean;
  readonly heard: Pick<Heard, "last">;
}

/** Signatures are refused at five minutes (PLATFORMS 2): said before that happens. */
const clockAttention = 60;
const clockBad = 240;
/** Check-ins are weekly: a longer silence is worth a look. */
const quietDays = 7;

/** Checks S01, S02, S03, S05 and S07 of one workspace, by one call of `auth.test`. */
export async function checkWorkspace(needs: CheckNeeds, workspace: Workspace): Promise<readonly Finding[]> {
  const named = { workspace: nameOf(workspace) };
  const inbound = inboundFinding(needs, workspace);
  const token = await needs.tokenOf(workspace);
  if (token === null) return [waiting(workspace), inbound];
  const said = await needs.ask("auth.test", token);
  const heard = said.ok ? [await heardFinding(needs, workspace)] : [];
  return [
    tokenFinding(workspace, said),
    ...(said.scopes === null ? [] : [scopeFinding(named, said.scopes)]),
    inbound,
    ...(said.at === null ? [] : [clockFinding(named, said.at, needs.clock.now())]),
    ...heard,
  ];
}

/** How a workspace is named in findings: its name and id, as far as they are known. */
export function nameOf({ name, tenant }: Pick<Workspace, "name" | "tenant">): string {
  if (tenant === null) return name ?? "Slack";
  return name === null || name === tenant ? tenant : `${name} (${tenant})`;
}

function waiting(workspace: Workspace): Finding {
  const { state, stateCode } = workspace;
  const values = { workspace: nameOf(workspace), code: stateCode ?? "none" };
  if (state === "paused") return { code: "S01", state: "bad", key: "slackPaused", values };
  return { code: "S01", state: "attention", key: "slackWaiting", values };
}

function tokenFinding(workspace: Workspace, { ok, error, isUnreached, body }: SlackSaid): Finding {
  const values = { workspace: nameOf(workspace), code: ok ? (workspace.stateCode ?? "none") : error };
  if (isUnreached) return { code: "S01", state: "bad", key: "slackUnreached", values };
  if (!ok) return { code: "S01", state: "bad", key: "slackTokenRefused", values };
  const ids = [body.team_id, body.enterprise_id];
  if (workspace.tenant !== null && !ids.includes(workspace.tenant)) {
    const found = { ...values, code: String(body.team_id) };
    return { code: "S01", state: "bad", key: "slackTokenElsewhere", values: found };
  }
  if (workspace.state === "paused") return { code: "S01", state: "bad", key: "slackPaused", values };
  return { code: "S01", state: "good", key: "slackToken", values };
}

function scopeFinding(named: { readonly workspace: string }, granted: readonly string[]): Finding {
  const missing = missingScopes(granted);
  const more = unneededScopes(granted);
  const scopes = (missing.length > 0 ? missing : more).join(", ");
  const values = { ...named, scopes };
  if (missing.length > 0) return { code: "S02", state: "bad", key: "slackScopesMissing", values };
  if (more.length > 0) return { code: "S02", state: "attention", key: "slackScopesMore", values };
  return { code: "S02", state: "good", key: "slackScopes", values: named };
}

function inboundFinding({ hasPublicUrl }: CheckNeeds, workspace: Workspace): Finding {
  const { appToken, signingSecret } = workspace.credentials;
  const values = { workspace: nameOf(workspace) };
  if (appToken !== undefined) return { code: "S03", state: "good", key: "slackSocket", values };
  if (signingSecret === undefined) return { code: "S03", state: "bad", key: "slackNoInbound", values };
  if (!hasPublicUrl) return { code: "S03", state: "attention", key: "slackNoAddress", values };
  return { code: "S03", state: "good", key: "slackSigned", values };
}

function clockFinding(
  named: { readonly workspace: string },
  theirs: Temporal.Instant,
  ours: Temporal.Instant,
): Finding {
  const seconds = Math.round(Math.abs(ours.since(theirs).total("seconds")));
  const values = { ...named, seconds };
  if (seconds > clockBad) return { code: "S05", state: "bad", key: "slackClockFar", values };
  if (seconds > clockAttention) return { code: "S05", state: "attention", key: "slackClockOff", values };
  return { code: "S05", state: "good", key: "slackClock", values };
}

async function heardFinding(needs: CheckNeeds, workspace: Workspace): Promise<Finding> {
  const at = await needs.heard.last(workspace.id);
  const values = { workspace: nameOf(workspace) };
  if (at === null) return { code: "S07", state: "attention", key: "slackUnheard", values };
  const days = Math.floor(needs.clock.now().since(at).total("hours") / 24);
  const state = days >= quietDays ? "attention" : "good";
  const key = days >= quietDays ? "slackQuiet" : "slackHeard";
  return { code: "S07", state, key, values: { ...values, days } };
}
