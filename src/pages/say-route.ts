import type { Route } from "../partnerships/route.ts";
import type { Words } from "../ports/words.ts";

/** Plain words for what platforms say, by the code that they say it with; the first that fits counts. */
const knownErrors: readonly (readonly [RegExp, string])[] = [
  [/^55\d 5\.2\.2$|^552$/, "full"],
  [/^address$|^55[013]$|^\d{3} 5\.1\.\d+$|^user_not_found$/, "unknown"],
  [/^\d{3} 5\.2\.1$|^(user_disabled|account_inactive)$/, "off"],
  [/^\d{3} 5\.7\.\d+$|^(restricted_action\w*|MessageWritesBlocked|BotDisabledByAdmin)$/, "policy"],
  [
    /^(channel_not_found|user_not_visible|not_in_channel|user_not_in_channel|invalid_user_combination|BotNotInConversationRoster)$/,
    "invisible",
  ],
  [/^(ConversationBlockedByUser|cannot_dm_bot)$/, "refused"],
  [/^messages_tab_disabled$/, "messagesTab"],
  [/^is_archived$/, "archived"],
];

/**
 * One way to reach somebody with how it stands: "E-mail: does not work. The mailbox is full." `isNameless` leaves out
 * an address that tells who it is.
 */
export function sayRoute(
  { platform, address, state, lastError }: Route,
  words: Words,
  { isNameless = false }: { readonly isNameless?: boolean } = {},
): string {
  const name = words.say(`pages.people.platform.${platform}${wayOf(platform, address)}`);
  const isShown = platform === "email" && !isNameless;
  const shown = isShown ? words.say("pages.people.email", { name, address }) : name;
  const said = words.say(`pages.people.routes.${state}`, { route: shown });
  if (lastError === null || state === "ok") return said;
  return words.say("pages.people.routeError", { said, error: sayReason(lastError, words) });
}

/** A Slack route may go by a channel (roster: prompt, card). */
function wayOf(platform: Route["platform"], address: string): "" | "Prompt" | "Card" {
  if (platform !== "slack") return "";
  return address.includes("/prompt/") ? "Prompt" : address.includes("/card/") ? "Card" : "";
}

/** Whether a message may reach the person; a browser link reaches whom it is handed to. */
export function isReachable(routes: readonly Pick<Route, "state">[]): boolean {
  return routes.some(({ state }) => state === "ok" || state === "untested");
}

/** A sentence for a platform's own word; one that is not known is repeated as it is. */
export function sayReason(code: string, words: Words): string {
  const known = knownErrors.find(([pattern]) => pattern.test(code));
  if (known === undefined) return words.say("pages.people.error.other", { code });
  return words.say(`pages.people.error.${known[1]}`, { code });
}
