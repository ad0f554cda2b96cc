import type { webApi } from "@slack/bolt";
import type { Logger } from "../../src/ports/logger.ts";
import type { Pace, PacedMethod, Patience } from "./pace.ts";
import { type Failure, failureOf, type Refusal } from "./send-outcome.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

/** Slack's answer, still to be read, or why there is none. */
export type Called = { readonly kind: "answered"; readonly answer: webApi.WebAPICallResult } | Refusal;

export interface CallNeeds {
  readonly workspaces: Workspaces;
  readonly pace: Pace;
  readonly logger: Logger;
}

interface Call {
  readonly method: PacedMethod;
  readonly options: Readonly<Record<string, unknown>>;
  /** The workspace's other work does not hang on this call: a scope that it lacks is no reason to pause it. */
  readonly isExtra?: boolean;
}

/**
 * Calls a method in a workspace when its turn comes. A refusal of the workspace as a whole is taken to it: the call is
 * made once more with a refreshed token, or the workspace is paused. Never rejects and never calls a paused one.
 */
export async function callSlack(
  needs: CallNeeds,
  workspace: Workspace,
  call: Call,
  patience: Patience,
): Promise<Called> {
  if (needs.pace.isOver(patience)) return { kind: "failed", code: "too_slow" };
  // A workspace that takes nothing costs no turn of its others' patience.
  if (workspace.state !== "active") return pausedAs(workspace);
  const notNow = await needs.pace.turn(workspace.id, call.method, patience);
  if (notNow !== null) return notNow;
  try {
    const first = await ask(needs.workspaces, workspace, call);
    const called =
      first.kind === "workspace" ? await askAgain(needs.workspaces, workspace, call, first.code) : first;
    watch(needs, workspace, call.method, called);
    return called;
  } catch {
    // Whoever keeps the workspaces could not be asked. A refusal at most was answered so far: nothing was sent.
    return { kind: "failed", code: "workspaces" };
  }
}

async function ask(workspaces: Workspaces, workspace: Workspace, call: Call): Promise<Called | Failure> {
  const client = await workspaces.client(workspace);
  if (client === null) return withoutClient(await newest(workspaces, workspace));
  try {
    return { kind: "answered", answer: await client.apiCall(call.method, call.options) };
  } catch (error) {
    const failure = failureOf(error);
    const isSpared =
      call.isExtra === true && failure.kind === "workspace" && failure.code === "missing_scope";
    return isSpared ? { kind: "failed", code: failure.code } : failure;
  }
}

async function askAgain(
  workspaces: Workspaces,
  workspace: Workspace,
  call: Call,
  code: string,
): Promise<Called> {
  if ((await workspaces.refused(workspace, code)) === "paused") return { kind: "paused", code };
  const renewed = (await newest(workspaces, workspace)) ?? workspace;
  const second = await ask(workspaces, renewed, call);
  if (second.kind !== "workspace") return second;
  const isPaused = (await workspaces.refused(renewed, second.code)) === "paused";
  return { kind: isPaused ? "paused" : "failed", code: second.code };
}

async function newest(workspaces: Workspaces, { id }: Workspace): Promise<Workspace | null> {
  return (await workspaces.all()).find((workspace) => workspace.id === id) ?? null;
}

/** An active workspace is only without a token for now. */
function withoutClient(workspace: Workspace | null): Refusal {
  if (workspace?.state === "active") return { kind: "failed", code: "no_token" };
  return workspace === null ? { kind: "paused", code: "not_installed" } : pausedAs(workspace);
}

/** The outcome for a workspace to which nothing goes. */
function pausedAs({ state, stateCode }: Pick<Workspace, "state" | "stateCode">): Refusal {
  return { kind: "paused", code: stateCode ?? (state === "paused" ? "paused" : "not_installed") };
}

function watch({ pace, logger }: CallNeeds, { id }: Workspace, method: PacedMethod, called: Called): void {
  const fields = { workspace: id, method };
  if (called.kind === "rate-limited") {
    pace.close(id, method, called.retryAfterSeconds);
    logger.info({ ...fields, seconds: called.retryAfterSeconds }, "Slack asked for a pause.");
  } else if (called.kind === "unknown") {
    logger.warn({ ...fields, code: called.code }, "Slack gave no answer that could be read.");
  }
}
