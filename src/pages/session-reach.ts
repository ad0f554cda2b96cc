import type { Viewer } from "../ports/page.ts";

type Scope = Viewer["scope"];

const handedOverPaths: ReadonlySet<string> = new Set(["/welcome", "/help"]);
const operatorPaths: ReadonlySet<string> = new Set(["/status", "/digests", "/posts", "/people", "/help"]);

const handedOverActions: ReadonlySet<string> = new Set([
  ...["introduction", "small-side"],
  ...["rate", "answer-prompt", "skip-prompt", "edit", "show-check-in", "snooze", "why", "pause"],
]);
const operatorActions: ReadonlySet<string> = new Set([
  ...["issue-code", "confirm-identity", "revoke-identity", "hand-over-link"],
]);

/**
 * Whether a session opens a page. One by a handed-over link opens the introduction, the masked check-in and the
 * help; one that the operator made shows no page with a person's own answers or settings.
 */
export function opensPath(scope: Scope, path: string): boolean {
  if (scope.kind !== "pages") return true;
  if (scope.handedOver === true) return handedOverPaths.has(path);
  return scope.byOperator !== true || operatorPaths.has(path);
}

/** Whether a session may run an action: the ones on the pages that it opens. */
export function mayRun(scope: Scope, action: string): boolean {
  if (scope.kind !== "pages") return true;
  if (scope.handedOver === true) return handedOverActions.has(action);
  return scope.byOperator !== true || operatorActions.has(action);
}
