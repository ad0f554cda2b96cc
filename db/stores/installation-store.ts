import { and, asc, desc, eq, isNull, like, lte, ne, or } from "drizzle-orm";
import { RapportError } from "../../src/errors.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Installation, InstallationStore } from "../../src/ports/installation.ts";
import type { Vault } from "../../src/ports/vault.ts";
import type { Database } from "../database.ts";
import { installations } from "../schema/installations.ts";
import { routes } from "../schema/partnerships.ts";
import { sqlStateOf } from "../sql-state.ts";

type Row = typeof installations.$inferSelect;

/**
 * Installations, sealed by `vault`. `add` of a second `environment` row takes the place of a removed one and leaves a
 * living one as it is; either way its id comes back. A tenant that another row has is refused with RapportError
 * `installation.tenant-taken`, and nothing is written. When one becomes active, blocked routes of its people are
 * untested again.
 */
export function createInstallationStore(database: Database, ids: Ids, vault: Vault): InstallationStore {
  const update = async (id: string, change: Partial<Row>) => {
    const changed = await database
      .update(installations)
      .set(change)
      .where(eq(installations.id, id))
      .returning({ id: installations.id })
      .catch(refuseTakenTenant);
    return changed.length > 0;
  };
  /** Ways to its people that were blocked without it may work now. */
  const tryAgain = async ({ platform, tenant }: Pick<Row, "platform" | "tenant">) => {
    if (tenant === null) return;
    const isTheirs = or(like(routes.address, `${tenant}/%`), like(routes.address, `%@${tenant}`));
    await database
      .update(routes)
      .set({ state: "untested", lastError: null, checkedAt: null })
      .where(and(eq(routes.platform, platform), eq(routes.state, "blocked"), isTheirs));
  };
  return {
    async all(platform) {
      const rows = await database
        .select()
        .from(installations)
        .where(and(eq(installations.platform, platform), ne(installations.state, "removed")))
        .orderBy(asc(installations.changedAt), asc(installations.id));
      return Promise.all(rows.map((row) => open(row, vault)));
    },
    async removed(platform) {
      const rows = await database
        .select()
        .from(installations)
        .where(and(eq(installations.platform, platform), eq(installations.state, "removed")))
        .orderBy(desc(installations.changedAt), desc(installations.id));
      return Promise.all(rows.map((row) => open(row, vault)));
    },
    async get(id) {
      const [row] = await database.select().from(installations).where(eq(installations.id, id));
      return row === undefined ? null : open(row, vault);
    },
    async add({ credentials, ...installation }, now) {
      const fresh = ids.next();
      const values = { ...installation, stateCode: null, changedAt: now };
      const sealed = await vault.seal(credentials, fresh);
      const added = await database
        .insert(installations)
        .values({ ...values, id: fresh, sealed })
        .onConflictDoNothing()
        .returning({ id: installations.id });
      if (added.length > 0) {
        if (installation.state === "active") await tryAgain(installation);
        return fresh;
      }
      const isEnvironment = and(
        eq(installations.platform, installation.platform),
        eq(installations.origin, "environment"),
      );
      const found = await database.select().from(installations).where(isEnvironment);
      const kept = installation.origin === "environment" ? found[0] : undefined;
      if (kept === undefined) throw tenantTaken();
      if (kept.state !== "removed") return kept.id;
      await update(kept.id, {
        ...values,
        sealed: await vault.seal(credentials, kept.id),
        refreshUntil: null,
      });
      return kept.id;
    },
    async change(id, { credentials, ...rest }, now) {
      const sealed = credentials === undefined ? {} : { sealed: await vault.seal(credentials, id) };
      return update(id, { ...rest, ...sealed, changedAt: now });
    },
    async setState(id, state, code, now) {
      const changed = await database
        .update(installations)
        .set({ state, stateCode: code, changedAt: now })
        .where(and(eq(installations.id, id), ne(installations.state, state)))
        .returning({ platform: installations.platform, tenant: installations.tenant })
        .catch(refuseTakenTenant);
      if (state === "active") for (const row of changed) await tryAgain(row);
      return changed.length > 0;
    },
    async leaseRefresh(id, now, until) {
      const isFree = or(isNull(installations.refreshUntil), lte(installations.refreshUntil, now));
      const leased = await database
        .update(installations)
        .set({ refreshUntil: until })
        .where(and(eq(installations.id, id), isFree))
        .returning({ id: installations.id });
      return leased.length > 0;
    },
    async endRefresh(id, credentials, now) {
      const kept = credentials === null ? {} : { sealed: await vault.seal(credentials, id), changedAt: now };
      await update(id, { ...kept, refreshUntil: null });
    },
  };
}

/** One row that cannot be opened must not hide the others. */
async function open(row: Row, vault: Vault): Promise<Installation> {
  const { sealed, refreshUntil: _, ...installation } = row;
  try {
    return { ...installation, credentials: await vault.open(sealed, row.id) };
  } catch (error) {
    if (!(error instanceof RapportError && error.code === "vault.unreadable")) throw error;
    const state = row.state === "removed" ? row.state : "paused";
    return { ...installation, credentials: "", state, stateCode: error.code };
  }
}

function refuseTakenTenant(error: unknown): never {
  throw sqlStateOf(error) === "23505" ? tenantTaken(error) : error;
}

function tenantTaken(cause?: unknown): RapportError {
  return new RapportError(
    "installation.tenant-taken",
    "Another installation is connected to this workspace already. Fix: use that one, or remove it first.",
    { cause },
  );
}
