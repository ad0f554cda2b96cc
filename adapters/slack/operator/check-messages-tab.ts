import type { Finding } from "../../../src/ports/finding.ts";
import type { SlackEvidence } from "../../../src/ports/slack-operator.ts";
import { readAddress } from "../slack-address.ts";

type Route = SlackEvidence["routes"][number];

/**
 * Check S04, for each team that people are written to: the newest thing that was learnt counts. Slack has no question
 * for it; only a direct message that arrived, or was refused, tells.
 */
export function checkMessagesTab(routes: readonly Route[]): readonly Finding[] {
  const direct = routes.flatMap((route) => {
    const address = readAddress(route.address);
    return address?.kind === "direct" ? [{ ...route, team: address.team }] : [];
  });
  return [...Map.groupBy(direct, ({ team }) => team)].map(([team, ofTeam]) => {
    const told = ofTeam.filter((route) => isOff(route) || route.state === "ok");
    const [newest] = told.toSorted((a, b) => secondsOf(b) - secondsOf(a));
    const values = { team };
    if (newest === undefined)
      return { code: "S04", state: "attention", key: "slackMessagesTabUntold", values };
    return isOff(newest)
      ? { code: "S04", state: "bad", key: "slackMessagesTabOff", values }
      : { code: "S04", state: "good", key: "slackMessagesTab", values };
  });
}

function isOff({ state, lastError }: Route): boolean {
  return state !== "ok" && lastError === "messages_tab_disabled";
}

function secondsOf({ checkedAt }: Route): number {
  return checkedAt?.epochMilliseconds ?? 0;
}
