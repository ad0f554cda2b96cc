import { botScopes, historyScopes } from "../scopes.ts";

/** What the app needs and a token lacks; null (Slack did not say) counts as nothing missing. */
export function missingScopes(granted: readonly string[] | null | undefined): readonly string[] {
  return granted ? botScopes.filter((scope) => !granted.includes(scope)) : [];
}

/** What a token may do beyond what the app needs. */
export function unneededScopes(granted: readonly string[] | null): readonly string[] {
  return (granted ?? []).filter((scope) => !botScopes.includes(scope) && !historyScopes.includes(scope));
}
