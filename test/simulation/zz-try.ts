import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { openRapport } from "../../src/compose.ts";
import { createArrivals } from "../../src/simulation/arrivals.ts";
import { createSimulatedClock } from "../../src/simulation/simulated-clock.ts";
import { seededIds } from "../../src/simulation/seeded-ids.ts";
import { spanOf } from "../../src/simulation/span.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { parseSimulatedTexts } from "../../src/simulation/simulated-texts.ts";
import { createFaultWatch } from "../../src/simulation/fault-watch.ts";
const dir = process.argv[2]; const weeks = Number(process.argv[3] ?? 26);
const span = spanOf(weeks, Temporal.PlainDate.from("2026-11-20"));
const clock = createSimulatedClock(span.start);
const ids = seededIds(7); const arrivals = createArrivals();
const quiet = (..._a: unknown[]) => {};
const watch = createFaultWatch({ error: console.error as never, warn: console.error as never, info: quiet, debug: quiet });
let queued = true;
const t0 = performance.now();
const r = await openRapport({ databaseUrl: null, dataDir: dir === "mem" ? "/tmp/none" : dir!, rosterFile: null, host: "127.0.0.1", port: 0, publicUrl: null, secret: null, logLevel: "silent", mail: null } as never,
 { clock, ids, logger: watch.logger, quietHours: true, web: arrivals.watch, onQueued: () => { queued = true; }, inMemory: dir === "mem" });
console.log("open", Math.round(performance.now()-t0));
const spent: Record<string, [number, number]> = {};
const timed = (name: string, f: (...a: any[]) => Promise<any>) => async (...a: any[]) => { const s = performance.now(); try { return await f(...a); } finally { const e = spent[name] ??= [0,0]; e[0] += performance.now()-s; e[1]++; } };
const drain = timed("drain", r.context.drain);
const out = await simulate({ clock, ids, transact: timed("transact", r.transact as never) as never, bank: r.context.bank, inbound: { interact: timed("interact", r.inbound.interact), command: timed("command", r.inbound.command) }, board: { ...r.board, post: timed("post", r.board.post), replace: timed("replace", r.board.replace) }, arrivals,
 queueDueWork: timed("queueDueWork", r.context.queueDueWork), work: async () => { if (!queued) return; queued = false; await drain(); }, check: watch.check },
 { seed: 7, weeks, span, roster: { text: readFileSync("/work/main/db/seed/sample-roster.yaml", "utf8"), source: "sample" }, texts: parseSimulatedTexts(readFileSync("/work/main/db/seed/simulated-texts.yaml","utf8"), "t"), progress: (s) => console.log(Math.round(performance.now()-t0), s) });
console.log(JSON.stringify(out, null, 1), Math.round(performance.now()-t0), spent);
await r.close();
