import { openPglite } from "../../db/open-pglite.ts";

/** Opens a data directory in a process of its own, says so, and keeps it until it is killed or told to end. */
const opened = await openPglite(process.argv[2] ?? "");
process.stdout.write("open\n");
process.stdin.once("data", async () => {
  await opened.close();
  process.exit(0);
});
