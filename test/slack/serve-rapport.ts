import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createWebApp } from "../../adapters/web/web-server.ts";
import { type TestRapport, testSettings } from "../engines/start-rapport.ts";

/** A Rapport's web server as `npm start` serves it, on 127.0.0.1. */
export interface Served {
  readonly url: string;
  /** Ends it with all its connections. */
  close(): void;
}

/** Listens on a free port, unless one is given. */
export async function serveRapport(rapport: TestRapport, publicUrl: string, port = 0): Promise<Served> {
  const app = createWebApp({
    ...rapport,
    words: rapport.wordsFor("en"),
    settings: { publicUrl, openDoorAllowed: rapport.openDoorAllowed, secret: testSettings.secret ?? "" },
    ready: rapport.isReady,
    mount: (app) => app.use(rapport.chat.handle),
  });
  const server = createServer(app).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
