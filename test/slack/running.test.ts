import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Environment,
  freePort,
  type RunningProgram,
  runCommand,
  startProgram,
} from "../journey/running-program.ts";
import { type AgencyAndVendor, addAgencyAndVendor } from "./agency-and-vendor.ts";
import { textOf } from "./block-elements.ts";
import { keysOf } from "./install-world.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { createSlackDriver, type SlackDriver } from "./slack-driver.ts";
import { slackRoster } from "./slack-world.ts";
import { shown } from "./world-steps.ts";

// The real program in processes of their own, by the machine's clock: it may be a night or a Sunday, when nobody is
// written to first. What people ask for is answered at any time.
interface Ground {
  readonly directory: string;
  readonly settings: Environment;
  readonly program: RunningProgram;
}

/** The program with a workspace in its settings; Slack need not be there. */
async function begin(slackPort: number, settings: Environment): Promise<Ground> {
  const directory = await mkdtemp(join(tmpdir(), "rapport-slack-"));
  await writeFile(join(directory, "roster.yaml"), slackRoster());
  const all = {
    RAPPORT_DATA_DIR: "data",
    RAPPORT_ROSTER: "roster.yaml",
    SLACK_API_URL: `http://127.0.0.1:${slackPort}/api/`,
    ...settings,
  };
  return { directory, settings: all, program: await startProgram(directory, all) };
}

const end = async (ground: Ground | undefined) => {
  await ground?.program.kill();
  if (ground !== undefined) await rm(ground.directory, { recursive: true });
};
/** However slow the machine is. */
const poll = <Value>(look: () => Value, timeout = 30_000) => expect.poll(look, { timeout, interval: 100 });
const command = async ({ directory, settings }: Ground, ...argv: readonly string[]) =>
  runCommand(directory, settings, argv);

describe("with Slack away when it starts, by Socket Mode", () => {
  let ground: Ground;
  let slack: LoopbackSlack;
  let people: AgencyAndVendor;

  // It looks again each minute: the other tests of this file run meanwhile.
  beforeAll(async () => {
    const port = await freePort();
    const seed = await startLoopbackSlack();
    const { app, token } = addAgencyAndVendor(seed).agency;
    await seed.close();
    ground = await begin(port, { SLACK_BOT_TOKEN: token ?? "", SLACK_APP_TOKEN: app.appToken });
    const { out } = await command(ground, "slack", "list");
    expect(out).toContain("Waits to be installed or checked");
    slack = await startLoopbackSlack({ port });
    people = addAgencyAndVendor(slack);
    expect(people.agency.token).toBe(token);
  });
  afterAll(async () => {
    await end(ground);
    await slack?.close();
  });

  describe("meanwhile, with Slack there, over https", () => {
    let here: Ground;
    let theirs: LoopbackSlack;
    let driver: SlackDriver;
    let team: AgencyAndVendor;

    beforeAll(async () => {
      theirs = await startLoopbackSlack();
      team = addAgencyAndVendor(theirs);
      const { app, token } = team.agency;
      const port = Number(new URL(theirs.url).port);
      here = await begin(port, { SLACK_BOT_TOKEN: token ?? "", SLACK_SIGNING_SECRET: app.signingSecret });
      driver = createSlackDriver({ slack: theirs, endpoint: here.program.base });
    });
    afterAll(async () => {
      await end(here);
      await theirs?.close();
    });

    const home = async () => {
      await driver.openHome(team.member);
      await poll(() => shown(theirs.home(team.member))).toContain("Start");
      return theirs.home(team.member)!;
    };
    /** Ben asks for help out of a message; Ada, who takes part, is a steward and hears of it, but Slack is slow. */
    const raise = async () => {
      const ben = team.secondMember;
      await driver.command(ben, "/pulse", "raise");
      await poll(() => theirs.dm(ben.team, ben.user).length).toBeGreaterThan(0);
      await driver.shortcut(ben, "raise", theirs.dm(ben.team, ben.user)[0]!);
      await poll(() => theirs.view(ben)).not.toBeNull();
      const severity = theirs.view(ben)!.blocks.find(({ type }) => type === "input");
      theirs.on({ method: "chat.postMessage" }, { kind: "hold", accept: "after" });
      return driver.submit(ben, { [textOf(severity?.label)]: "Stuck: we cannot go on without help" });
    };

    test("its workspace is taken up, and the local door is closed", async () => {
      await poll(async () => (await command(here, "slack", "list")).out).toContain("Active since");
      const front = await fetch(here.program.base);
      expect(await front.text()).not.toMatch(/Name of (?:ada|ben|gus|vera)/);
      expect((await fetch(`${here.program.base}/c/1`)).status).not.toBe(200);
    });

    test("a click is answered, and shown where it was made", async () => {
      const before = await home();
      const { status } = await driver.click(team.member, before, { text: "Start" });
      expect(status).toBe(200);
      await poll(() => shown(theirs.home(team.member))).not.toContain("Another time");
    });

    test("the workspace of the settings is theirs: connect says so, and another one is taken in while it runs", async () => {
      const second = theirs.addWorkspace({ team: "T0VENDOR", name: "Acme" });
      const file = join(here.directory, "slack.env");
      const write = (workspace: typeof second) => {
        const keys = { ...keysOf(workspace.app), SLACK_BOT_TOKEN: workspace.token };
        return writeFile(
          file,
          Object.entries(keys)
            .map(([name, value]) => `${name}=${value}`)
            .join("\n"),
        );
      };
      await write(team.agency);
      expect(await command(here, "slack", "connect", "--file", file)).toMatchObject({
        code: 3,
        err: expect.stringContaining("come from the settings"),
      });
      await write(second);
      const { code, out } = await command(here, "slack", "connect", "--file", file);
      expect([code, out]).toEqual([0, "Acme (T0VENDOR) is connected.\n"]);
      const said = await driver.with({ installed: "T0VENDOR" }).say(team.outsider, "status");
      expect(said.status).toBe(200);
      const answered = () =>
        theirs.dm("T0VENDOR", "U0VERA").some((one) => shown(one).includes("The first figures come on"));
      await poll(answered).toBe(true);
    });

    test("told to stop while Slack is slow, it ends within ten seconds and says in its banner what is true", async () => {
      theirs.on({ method: "views.publish" }, { kind: "drop", accept: "no" });
      expect((await raise()).status).toBe(200);
      const isOpen = () =>
        theirs.calls.some(({ method, outcome }) => method === "chat.postMessage" && outcome === "open");
      await poll(isOpen).toBe(true);
      const { code, out, err, tookMs } = await here.program.stop();
      expect(tookMs).toBeLessThan(10_000);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toMatch(/Reach.*people in Slack/);
      expect(out).toMatch(/nothing leaves this machine except what people read and do in Slack/);
      expect(out).not.toContain("act as anybody");
    });
  });

  test("it takes the workspace up when Slack is back, answers there, and stops in time while Slack is slow", async () => {
    const active = async () => (await command(ground, "slack", "list")).out;
    await poll(active, 90_000).toContain("Active since");
    const driver = createSlackDriver({ slack, through: "socket" });
    await slack.sockets.connected(people.agency.app);
    await driver.openHome(people.member);
    await poll(() => shown(slack.home(people.member))).toContain("Start");
    slack.on({ method: "views.publish" }, { kind: "hold", accept: "after" });
    const { status } = await driver.click(people.member, slack.home(people.member)!, { text: "Start" });
    expect(status).toBe(200);
    const { code, tookMs } = await ground.program.stop();
    expect([code, tookMs < 10_000]).toEqual([0, true]);
  }, 120_000);
});
