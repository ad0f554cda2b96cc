import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { controlPath } from "../adapters/control/control-path.ts";
import { type ControlSocket, startControlSocket } from "../adapters/control/control-socket.ts";
import { everyMinute } from "../adapters/cron/every-minute.ts";
import { createWebApp } from "../adapters/web/web-server.ts";
import { bannerText } from "./banner.ts";
import { runCommandLine } from "./command-line/build-program.ts";
import { commands } from "./command-line/commands.ts";
import { openRapport, type Rapport } from "./compose.ts";
import { loadEnvironment, readSettings, type Settings, settingsFaultText } from "./config.ts";
import { RapportError } from "./errors.ts";
import { importRoster } from "./partnerships/import-roster.ts";
import { formatFault } from "./partnerships/roster-fault.ts";

const sampleRoster = new URL("../db/seed/sample-roster.yaml", import.meta.url);
/** A stop that takes longer than this is cut short. */
const stopWithinMs = 9000;
/** Requests that run when it stops get this long to end. */
const requestsWithinMs = 3000;

/** Why an address cannot be listened on, by the system's code. */
const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken by another program. Stop that program, or set PORT to another number.",
  EADDRNOTAVAIL: "is no address of this machine. Set HOST=127.0.0.1 for this machine only, or HOST=0.0.0.0.",
  ENOTFOUND: "is no address of this machine. Set HOST=127.0.0.1 for this machine only, or HOST=0.0.0.0.",
  EACCES: "is not for this account to use. Set PORT to 1024 or more.",
};

await begin().catch((error: unknown) => fail(reasonOf(error)));

async function begin(): Promise<void> {
  const directory = process.cwd();
  const read = readSettings(loadEnvironment(directory), { directory });
  if (read.kind === "faults") fail(settingsFaultText(read.faults));
  else await start(read.settings);
}

/** Opens the store, brings the roster in, listens, and works until the process is told to stop. */
async function start(settings: Settings): Promise<void> {
  const rapport = await openRapport(settings);
  const stops: (() => Promise<unknown>)[] = [() => rapport.close(stopWithinMs - 2000)];
  try {
    await bringRoster(rapport, settings);
    const secret = await rapport.secret();
    const server = await listen(rapport, settings, secret);
    stops.unshift(() => closeServer(server));
    // On a server the command line opens the store by itself, and instances may share a data directory.
    if (settings.databaseUrl === null) {
      const control = await openControl(rapport, settings);
      stops.unshift(() => control.close());
    }
    await rapport.queue.start();
    // Slack may be slow or away: whoever comes by the browser does not wait for it.
    void rapport.chat.listen().catch((error: unknown) => {
      rapport.logger.warn(
        { code: "chat.listen", error },
        "A chat platform could not be started and is tried again.",
      );
    });
    const cron = everyMinute(async () => {
      await rapport.chat.look();
      await rapport.context.queueDueWork();
    }, rapport.logger);
    stops.unshift(() => cron.stop());
    await rapport.context.queueDueWork();
    const { port } = server.address() as AddressInfo;
    const { context, openDoorAllowed: openDoor } = rapport;
    const { reaching } = context;
    process.stdout.write(bannerText(settings, { port, openDoor, reaching }));
  } catch (error) {
    for (const stop of stops) await stop().catch(() => {});
    throw error;
  }
  stopOnSignals(stops, rapport);
}

function openControl(rapport: Rapport, settings: Settings): Promise<ControlSocket> {
  return startControlSocket({
    path: controlPath(settings.dataDir),
    run: (request, io) =>
      runCommandLine(request.argv, {
        commands,
        io: {
          ...io,
          isTty: request.isTty,
          ...(request.columns === undefined ? {} : { columns: request.columns }),
        },
        directory: request.cwd,
        input: request.input,
        withStore: (run) => run(rapport.context),
      }),
  });
}

/** The roster file is the truth. Without one, the bundled sample serves an empty store. */
async function bringRoster(rapport: Rapport, settings: Settings): Promise<void> {
  const known = await rapport.transact(({ partnerships }) => partnerships.active());
  if (settings.rosterFile === null && known.length > 0) return;
  const file = settings.rosterFile ?? sampleRoster;
  const source = settings.rosterFile ?? "sample-roster.yaml";
  const outcome = await importRoster(rapport.context, {
    text: await readFile(file, "utf8"),
    source,
    dryRun: false,
  });
  if (outcome.kind !== "faults") return;
  const lines = outcome.faults.map((fault) => `  ✗ ${formatFault(fault)}`).join("\n");
  if (known.length === 0)
    throw new RapportError("roster.faults", `The roster has faults. Nothing was imported.\n${lines}`);
  process.stderr.write(
    `The roster has faults. Nothing was imported; Rapport goes on with the one it knows.\n${lines}\n`,
  );
}

async function listen(rapport: Rapport, settings: Settings, secret: string): Promise<Server> {
  const app = createWebApp({
    ...rapport,
    words: rapport.wordsFor("en"),
    settings: { publicUrl: settings.publicUrl, openDoorAllowed: rapport.openDoorAllowed, secret },
    ready: rapport.isReady,
    mount: (app) => app.use(rapport.chat.handle),
  });
  const server = createServer(app);
  server.listen(settings.port, settings.host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    const what = listenFaults[code] ?? `cannot be used (${code}). Check HOST and PORT.`;
    throw new RapportError("server.address", `${settings.host}:${settings.port} ${what}`, { cause });
  }
  return server;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), requestsWithinMs);
  await closed;
  clearTimeout(limit);
}

function stopOnSignals(stops: readonly (() => Promise<unknown>)[], rapport: Rapport): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    rapport.logger.info({}, "stopping");
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    for (const one of stops) await one().catch((error: unknown) => rapport.logger.warn({ error }, "stop"));
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function reasonOf(error: unknown): string {
  if (error instanceof RapportError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
