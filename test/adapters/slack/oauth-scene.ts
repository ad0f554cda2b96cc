import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createSlackOAuth, type SlackOAuth } from "../../../adapters/slack/oauth/slack-oauth.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import { readPrompts } from "../../../src/prompts.ts";
import type { SlackWorkspace } from "../../slack/slack-model.ts";
import { openInstallationWorld, secret } from "./installation-world.ts";

const { wordsFor } = readPrompts();

/** An administrator's side of an installation by link: our pages, Slack on loopback, and browsers between them. */
export async function openOAuthScene() {
  const world = await openInstallationWorld();
  let server: Server;
  const scene = {
    world,
    /** The workspace of whoever installs, where the app is not yet. */
    slack: undefined as unknown as SlackWorkspace,
    oauth: undefined as unknown as SlackOAuth,
    /** Where browsers reach us. */
    here: "",
    /** The row that waits for the workspace. */
    id: "",
    async begin() {
      await world.begin();
      const app = express();
      server = createServer(app);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      scene.here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      scene.oauth = createSlackOAuth(scene.needs(scene.here));
      scene.oauth.mount(app);
      scene.slack = world.slack.addWorkspace({ team: "T1", name: "Agency <b>&", installed: false });
      scene.slack.app.redirectUris = [scene.here];
      scene.id = await scene.waiting(scene.slack);
    },
    end: () => new Promise((resolve) => server.close(resolve)),
    needs(publicUrl: string | null) {
      const { notes, logger } = world;
      const rest = { ids: randomIds, words: wordsFor("en"), secret, publicUrl };
      return { ...world.needs(), notes, logger, ...rest };
    },
    /** A row whose app is known by its client id and secret, for any workspace unless one is named. */
    waiting(workspace: SlackWorkspace, tenant: string | null = null): Promise<string> {
      const { clientId, clientSecret, signingSecret } = workspace.app;
      const credentials = JSON.stringify({ clientId, clientSecret, signingSecret });
      const nothing = { enterprise: null, name: null };
      return world.installations.add(
        { platform: "slack", origin: "operator", tenant, ...nothing, credentials, state: "waiting" },
        world.clock.now(),
      );
    },
    browser: () => openBrowser(scene.here),
  };
  return scene;
}

export type OAuthScene = Awaited<ReturnType<typeof openOAuthScene>>;

/** Opens addresses with its own cookies, and does not follow by itself. */
function openBrowser(here: string) {
  let cookie = "";
  const open = async (address: string) => {
    const url = new URL(address, here);
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined && url.origin === here) cookie = set.split(";")[0] ?? "";
    return response;
  };
  /** Opens the link and goes through Slack's page; ends at our address, which is not opened yet. */
  const toSlackAndBack = async (link: string) => {
    const toSlack = await open(link);
    const back = await open(toSlack.headers.get("location") ?? "");
    return back.headers.get("location") ?? "";
  };
  const install = async (link: string) => pageOf(await open(await toSlackAndBack(link)));
  return { cookie: () => cookie, open, toSlackAndBack, install };
}

/** What somebody sees. */
export async function pageOf(response: Response) {
  const text = await response.text();
  const title = /<h1>([^<]*)<\/h1>/.exec(text)?.[1] ?? "";
  return { status: response.status, title, text };
}
