import { setTimeout as wait } from "node:timers/promises";
import type { webApi } from "@slack/bolt";
import { type Failure, failureOf } from "../send-outcome.ts";
import type { Workspace } from "../workspaces.ts";
import type { InboundContext } from "./inbound-context.ts";

/** Slack's answer, still to be read, or why there is none. */
export type Answered = { readonly kind: "answered"; readonly answer: webApi.WebAPICallResult } | Failure;

type Needs = Pick<InboundContext, "workspaces" | "logger">;

/**
 * Calls a method at once, without a turn: somebody has just tapped and waits, and what opens a window is good for three
 * seconds. A refusal of the workspace as a whole is taken to it, as everywhere. Never rejects.
 */
export async function callNow(
  needs: Needs,
  workspace: Workspace,
  method: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Answered> {
  let answered = await ask(needs, workspace, method, options);
  if (answered.kind === "workspace" && (await mayRetry(needs, workspace, answered.code)))
    answered = await ask(needs, workspace, method, options);
  if (answered.kind !== "answered") {
    const code = "code" in answered ? answered.code : answered.kind;
    needs.logger.warn(
      { code: `slack.${code}`, method, workspace: workspace.id },
      "Slack did not take an answer.",
    );
  }
  return answered;
}

/** The same for what loses nothing by waiting: told to come back soon, it does so once. */
export async function callPatiently(
  needs: Needs,
  workspace: Workspace,
  method: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Answered> {
  const first = await callNow(needs, workspace, method, options);
  if (first.kind !== "rate-limited" || first.retryAfterSeconds > longestWait) return first;
  await wait(first.retryAfterSeconds * 1000, undefined, { ref: false });
  return callNow(needs, workspace, method, options);
}

/** In seconds. */
const longestWait = 30;

async function ask(
  { workspaces }: Needs,
  workspace: Workspace,
  method: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Answered> {
  const client = await workspaces.client(workspace).catch(() => null);
  if (client === null) return { kind: "paused", code: workspace.stateCode ?? "no_client" };
  try {
    return { kind: "answered", answer: await client.apiCall(method, options) };
  } catch (error) {
    return failureOf(error);
  }
}

async function mayRetry({ workspaces }: Needs, workspace: Workspace, code: string): Promise<boolean> {
  return (await workspaces.refused(workspace, code).catch(() => "paused" as const)) === "retry";
}
