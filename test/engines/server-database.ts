import { inject } from "vitest";

/** A fresh database on the run's Postgres server, migrated unless `empty` is asked for, and how to drop it. */
export async function createServerDatabase(
  options: { readonly empty?: boolean } = {},
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const desk = inject("databases");
  const response = await fetch(options.empty === true ? `${desk}/empty` : desk, { method: "POST" });
  const url = await response.text();
  if (!response.ok) throw new Error(url);
  return {
    url,
    async drop() {
      const dropped = await fetch(desk, { method: "DELETE", body: url });
      if (!dropped.ok) throw new Error(await dropped.text());
    },
  };
}
