import type { Installation, InstallationStore } from "../../src/ports/installation.ts";

/** The state code of a workspace whose people took the app out; other removed rows were replaced by us. */
export const takenOutCode = "app_uninstalled";

/**
 * Workspaces that took the app out and have not installed it again, the latest first: their messages wait for it. What
 * the settings named counts only while they name a workspace (`fromSettings`): otherwise it was given up.
 */
export async function takenOut(
  installations: Pick<InstallationStore, "all" | "removed">,
  fromSettings: boolean,
): Promise<readonly Installation[]> {
  const seen = new Set((await installations.all("slack")).map(({ tenant }) => tenant));
  const found: Installation[] = [];
  for (const row of await installations.removed("slack")) {
    const isGivenUp = row.stateCode !== takenOutCode || (row.origin === "environment" && !fromSettings);
    if (isGivenUp || row.tenant === null || seen.has(row.tenant)) continue;
    seen.add(row.tenant);
    found.push(row);
  }
  return found;
}
