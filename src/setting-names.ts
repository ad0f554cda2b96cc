import { distance } from "fastest-levenshtein";

/**
 * One fault line for each variable that is meant for Rapport but has no such name: a close miss of a name in
 * `known`, or anything that starts with RAPPORT_. Every other variable of the environment is left alone.
 */
export function misnamedSettings(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (known.includes(name) || isServiceLink(name, value)) return [];
    const upper = name.toUpperCase();
    const nearest = known.toSorted((a, b) => distance(upper, a) - distance(upper, b))[0];
    const near = nearest !== undefined && isCloseMiss(upper, nearest);
    if (near) return [`${name}: there is no such setting. Did you mean ${nearest}? Fix: rename it.`];
    if (!upper.startsWith("RAPPORT_")) return [];
    const ours = known.filter((own) => own.startsWith("RAPPORT_")).join(", ");
    return [`${name}: there is no such setting. Allowed: ${ours}. Fix: remove it.`];
  });
}

/** What other programs call their own Slack token. */
const others: readonly string[] = ["SLACK_API_TOKEN"];

/** Our longer names may be off by two signs, or by three behind a prefix of ours; HOST and PORT only by one. */
function isCloseMiss(name: string, known: string): boolean {
  const apart = distance(name, known);
  // HOME is two signs from HOST, and every machine has it.
  if (known.length <= 4) return apart <= 1 || (apart === 2 && sortedSigns(name) === sortedSigns(known));
  const prefix = known.slice(0, known.indexOf("_") + 1);
  // Any three letters between SLACK_ and _TOKEN may be somebody else's.
  if (prefix === "SLACK_") return apart <= 2 && !others.includes(name);
  return apart <= (name.startsWith(prefix) ? 3 : 2);
}

function sortedSigns(name: string): string {
  return [...name].sort().join("");
}

/** Kubernetes adds such variables to every container beside a service that is called "rapport". */
function isServiceLink(name: string, value: string | undefined): boolean {
  if (/^RAPPORT_(?:[A-Z0-9]+_)*(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP)\w*)$/.test(name)) {
    return true;
  }
  return /^RAPPORT_(?:[A-Z0-9]+_)*PORT$/.test(name) && /^(?:tcp|udp):\/\//.test(value ?? "");
}
