import { isReachable, sayRoute } from "../../pages/say-route.ts";
import type { Contact } from "../../partnerships/contact.ts";
import type { Partnership } from "../../partnerships/partnership.ts";
import type { Route } from "../../partnerships/route.ts";
import type { Platform } from "../../ports/chat-adapter.ts";
import type { Finding } from "../../ports/finding.ts";
import type { Words } from "../../ports/words.ts";

/** A person on the roster with every way to them. */
export interface Reached {
  readonly partnership: Partnership;
  readonly contact: Contact;
  readonly routes: readonly Route[];
}

/**
 * R01, the counts, then one line for each contact by key, without names: R02 nobody reaches them, R03 one way is
 * broken and another may work, R04 all is well. Who said no is counted and not listed.
 */
export function checkReach(
  people: readonly Reached[],
  reaching: ReadonlySet<Platform>,
  words: Words,
): readonly Finding[] {
  if (people.length === 0) return [{ code: "R01", state: "attention", key: "nobody", values: {} }];
  const asked = people.filter(({ contact }) => contact.declinedAt === null);
  const lines = asked.map((person) => lineFor(person, reaching, words));
  const count = (code: string) => lines.filter((line) => line.code === code).length;
  const unreached = count("R02");
  const values = { people: people.length, unreached, partly: count("R03"), well: count("R04") };
  const declined = people.length - asked.length;
  const state = unreached > 0 ? "attention" : "good";
  const key = unreached > 0 ? "reachBroken" : "reach";
  return [{ code: "R01", state, key, values: { ...values, declined } }, ...lines];
}

function lineFor(
  { partnership, contact, routes }: Reached,
  reaching: ReadonlySet<Platform>,
  words: Words,
): Finding {
  const inUse = routes.filter((route) => isWiredIn(route, reaching));
  const said = routes.map((route) =>
    isWiredIn(route, reaching) ? sayRoute(route, words, { isNameless: true }) : sayUnwired(route, words),
  );
  const routesSaid = said.map((one) => one.replace(/\.$/, "")).join("; ");
  const values = { contact: `${partnership.key}/${contact.key}`, routes: routesSaid };
  if (!isReachable(inUse)) return { code: "R02", state: "bad", key: "unreached", values };
  const isBroken = inUse.length < routes.length || inUse.some(({ state }) => !isReachable([{ state }]));
  if (isBroken) return { code: "R03", state: "attention", key: "partlyReached", values };
  return { code: "R04", state: "good", key: "reached", values };
}

/** A browser link is handed over, whatever else there is. */
function isWiredIn({ platform }: Route, reaching: ReadonlySet<Platform>): boolean {
  return platform === "web" || reaching.has(platform);
}

function sayUnwired({ platform }: Route, words: Words): string {
  const route = words.say(`pages.people.platform.${platform}`);
  return words.say("doctor.notConnected", { route });
}
