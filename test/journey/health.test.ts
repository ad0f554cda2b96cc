import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../adapters/web/open-browser.ts";
import { createServerDatabase } from "../engines/server-database.ts";
import { type RunningProgram, startInVain, startProgram } from "./running-program.ts";
import { openPage, picture, say, visitAs } from "./visit.ts";

let directory: string;
let browser: Browser;
let program: RunningProgram | undefined;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-health-"));
});
afterEach(async () => {
  await program?.kill();
  program = undefined;
  await rm(directory, { recursive: true });
});

test("while the database is gone it lives and is not ready, loses no words, and goes on when it is back", async () => {
  const database = await createServerDatabase();
  const gate = await openGate(new URL(database.url));
  program = await startProgram(directory, {
    DATABASE_URL: gate.url,
    RAPPORT_DATA_DIR: "data",
    LOG_LEVEL: "silent",
  });
  const { base } = program;
  const page = await openPage(browser);
  await visitAs(page, base, "Grace Nowak");
  expect(await statusOf(`${base}/readyz`)).toBe(200);

  gate.shut();
  expect(await statusOf(`${base}/readyz`)).toBe(503);
  expect(await statusOf(`${base}/healthz`)).toBe(200);
  await page.getByLabel("Write to Rapport").fill("/pulse status");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByText("This was not saved. Please try again.").waitFor();
  expect(await page.getByLabel("Write to Rapport").inputValue()).toBe("/pulse status");
  await picture(page, "30-not-saved");
  const other = await openPage(browser);
  expect((await other.goto(base))?.status()).toBe(503);
  await other.getByRole("heading", { name: "Rapport is not available" }).waitFor();
  await picture(other, "31-not-available");

  await gate.open();
  await expect.poll(() => statusOf(`${base}/readyz`), { timeout: 20_000 }).toBe(200);
  await say(page, "/pulse status");
  // What could not be sent meanwhile arrives as well, before or after the reply.
  await page.getByText("The first figures come on").waitFor();
  await other.goto(base);
  await other.getByRole("heading", { name: "Who do you want to be?" }).waitFor();
  await Promise.all([page.context().close(), other.context().close()]);
  expect((await program.stop()).code).toBe(0);
  gate.shut();
  await database.drop();
});

test("it is alone on its data directory; told to stop while requests run, it keeps what it took and ends", async () => {
  const settings = { RAPPORT_DATA_DIR: "data" };
  program = await startProgram(directory, settings);
  const { base } = program;
  const second = await startInVain(directory, { ...settings, PORT: "0" });
  expect([second.code, second.out]).toEqual([1, ""]);
  expect(second.err).toMatch(
    /^The data directory \S+ is in use by process \d+\. Only one Rapport may use it at a time\. Stop the other one, .+\n$/u,
  );
  expect(await statusOf(`${base}/readyz`)).toBe(200);

  const path = await pathOf(base, "Grace Nowak");
  const { promise: isBusy, resolve: busy } = Promise.withResolvers<void>();
  const sending = Array.from({ length: 20 }, async (_, index) => {
    const line = `Line ${index}.`;
    const response = await postLine(base + path, line).catch(() => null);
    if (index === 0) busy();
    return response?.status === 303 ? line : null;
  });
  await isBusy;
  const { code, err, tookMs } = await program.stop();
  expect([code, err]).toEqual([0, ""]);
  expect(tookMs).toBeLessThan(10_000);
  const taken = (await Promise.all(sending)).filter((line) => line !== null);
  expect(taken).toContain("Line 0.");

  program = await startProgram(directory, settings);
  const shown = await (await fetch(program.base + path)).text();
  const newest = taken.filter((line) => shown.includes(`>${line}</p>`));
  expect(newest).toEqual(taken);
});

/** A way to the database that can be shut as if the server were gone: no new connection, and none that lasts. */
async function openGate(
  database: URL,
): Promise<{ readonly url: string; open(): Promise<void>; shut(): void }> {
  const sockets = new Set<Socket>();
  const gate = createServer((near) => {
    const far = connect(Number(database.port), database.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => [near, far].forEach((one) => void one.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  const listen = async (port: number): Promise<number> => {
    gate.listen(port, "127.0.0.1");
    await once(gate, "listening");
    return (gate.address() as { port: number }).port;
  };
  const port = await listen(0);
  const url = new URL(database);
  url.port = String(port);
  return {
    url: url.href,
    open: async () => void (await listen(port)),
    shut() {
      gate.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function statusOf(address: string): Promise<number> {
  const response = await fetch(address);
  await response.arrayBuffer();
  return response.status;
}

async function pathOf(base: string, name: string): Promise<string> {
  const front = await (await fetch(base)).text();
  const [before = ""] = front.split(name);
  return before.slice(before.lastIndexOf('href="') + 6).split("#")[0] ?? "";
}

function postLine(address: string, text: string): Promise<Response> {
  return fetch(`${address}/say`, {
    method: "POST",
    redirect: "manual",
    headers: { "Sec-Fetch-Site": "same-origin" },
    body: new URLSearchParams({ text }),
  });
}
