import type { Clock } from "../../ports/clock.ts";
import type { DatabaseCheck, DatabaseHealth } from "../../ports/database-health.ts";
import type { Finding } from "../../ports/finding.ts";

/** Rapport is tested from this version of Postgres on. */
const oldestVersion = 150_000;
/** Two clocks this far apart, in seconds, are worth a look; further apart, times in the store mean little. */
const clockAttention = 5;
const clockBad = 60;

/** Checks D02 and D03. One bad finding, and nothing else, when the database does not answer. */
export async function checkDatabase(
  database: DatabaseCheck,
  clock: Clock,
): Promise<{ readonly answers: boolean; readonly findings: readonly Finding[] }> {
  try {
    const health = await database.look();
    return { answers: true, findings: [schemaFinding(health), clockFinding(health, clock)] };
  } catch {
    return {
      answers: false,
      findings: [{ code: "D02", state: "bad", key: "databaseGone", values: {} }],
    };
  }
}

function schemaFinding({ version, versionNumber, schema }: DatabaseHealth): Finding {
  const values = { version, applied: String(schema.applied ?? 0), known: String(schema.known) };
  if ((schema.applied ?? 0) > schema.known)
    return { code: "D02", state: "bad", key: "databaseNewer", values };
  if (versionNumber < oldestVersion) return { code: "D02", state: "attention", key: "databaseOld", values };
  return { code: "D02", state: "good", key: "database", values };
}

function clockFinding({ now }: DatabaseHealth, clock: Clock): Finding {
  const seconds = Math.round(Math.abs(clock.now().since(now).total("seconds")));
  const values = { seconds };
  if (seconds > clockBad) return { code: "D03", state: "bad", key: "clockFar", values };
  if (seconds > clockAttention) return { code: "D03", state: "attention", key: "clockOff", values };
  return { code: "D03", state: "good", key: "clock", values };
}
