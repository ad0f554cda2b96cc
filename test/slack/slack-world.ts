import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createWebApp } from "../../adapters/web/web-server.ts";
import { aPartnership, aRoster, aRosterContact, type RosterPartnership } from "../builders/roster.ts";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import type { Engine } from "../engines/engine.ts";
import { type StartOptions, startRapport, type TestRapport, testSettings } from "../engines/start-rapport.ts";
import { type AgencyAndVendor, addAgencyAndVendor } from "./agency-and-vendor.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { createSlackDriver, type SlackDriver } from "./slack-driver.ts";
import type { SlackLimits } from "./slack-limits.ts";
import type { Person, SlackMessage } from "./slack-model.ts";

/** A Rapport that listens, connected to a loopback Slack in which an agency has the app and its vendor has not. */
export interface SlackWorld {
  readonly rapport: TestRapport;
  readonly slack: LoopbackSlack;
  readonly people: AgencyAndVendor;
  readonly driver: SlackDriver;
  readonly clock: TestClock;
  /** Where our program listens. */
  readonly url: string;
  /** Does all work that is due, and what was to be shown after acknowledgements. */
  settle(): Promise<void>;
  /** What stands in a person's direct message with the app, oldest first. */
  messages(person: Person): readonly SlackMessage[];
  /** The newest of them that holds these words. */
  message(person: Person, words: string): SlackMessage;
  /** Taps on the newest message that holds `words`. */
  tap(person: Person, words: string, button: string): Promise<void>;
  close(): Promise<void>;
}

export interface SlackWorldOptions {
  readonly at?: string;
  readonly limits?: SlackLimits;
  /** What differs from the usual partnership; a list makes several. */
  readonly partnership?: Partial<RosterPartnership> | readonly Partial<RosterPartnership>[];
  /** Through Socket Mode in place of HTTP. */
  readonly through?: "http" | "socket";
  /** In place of real ones: how messages wait for their turns while the clock stands still. */
  readonly timers?: StartOptions["timers"];
  /** In place of those of every world. */
  readonly settings?: StartOptions["settings"];
  /** Runs before Rapport starts, to change what stands in Slack. */
  readonly prepare?: (slack: LoopbackSlack, people: AgencyAndVendor) => void;
}

/** Ada and Ben of the agency, Gus its guest, and Vera of the vendor, each with their direct message. */
export function slackRoster(...changes: readonly Partial<RosterPartnership>[]): string {
  const slack = (person: Person) => ({ routes: [{ slack: { team: person.team, user: person.user } }] });
  const all = changes.length === 0 ? [{}] : changes;
  return aRoster(
    ...all.map((change) =>
      aPartnership({
        contacts: [
          aRosterContact("ada", slack({ team: "T0AGENCY", user: "U0ADA" })),
          aRosterContact("ben", slack({ team: "T0AGENCY", user: "U0BEN" })),
          aRosterContact("gus", slack({ team: "T0AGENCY", user: "U0GUS" })),
          aRosterContact("vera", { organisation: "Acme", ...slack({ team: "T0VENDOR", user: "U0VERA" }) }),
        ],
        sides: {
          agency: { label: "City", steward: "ada", sponsor: "ada" },
          vendor: { label: "Acme", steward: "vera", sponsor: "vera" },
        },
        posts: { joint: "slack:T0AGENCY/C0SHARED", agency: "slack:T0AGENCY/C0OWN" },
        ...change,
      }),
    ),
  );
}

/** Opens one on the engine; nothing is sent before `settle`. */
export async function startSlackWorld(engine: Engine, options: SlackWorldOptions = {}): Promise<SlackWorld> {
  const clock = createTestClock(options.at ?? "2026-11-02T12:00", "America/Chicago");
  const slack = await startLoopbackSlack({ clock, ...(options.limits && { limits: options.limits }) });
  const people = addAgencyAndVendor(slack);
  options.prepare?.(slack, people);
  const through = options.through ?? "http";
  const { app, token } = people.agency;
  const rapport = await startRapport(engine, {
    clock,
    ...(options.timers && { timers: options.timers }),
    roster: slackRoster(...[options.partnership ?? []].flat()),
    settings: {
      slack: {
        botToken: token ?? "",
        signingSecret: through === "http" ? app.signingSecret : null,
        appToken: through === "socket" ? app.appToken : null,
      },
      slackApiUrl: slack.apiUrl,
      slackMessagesPerMinute: 1000,
      publicUrl: "https://rapport.example",
      ...options.settings,
    },
  });
  const server = createServer(
    createWebApp({
      ...rapport,
      words: rapport.wordsFor("en"),
      settings: {
        publicUrl: "https://rapport.example",
        openDoorAllowed: false,
        secret: testSettings.secret ?? "",
      },
      ready: rapport.isReady,
      mount: (app) => app.use(rapport.chat.handle),
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await rapport.chat.listen();
  const driver = createSlackDriver({ slack, endpoint: url, through });

  const messages = (person: Person) => slack.dm(person.team, person.user, "T0AGENCY");
  const message = (person: Person, words: string) => {
    const found = messages(person).findLast((one) => JSON.stringify(one.blocks).includes(words));
    if (found === undefined) throw new Error(`No message of ${person.user} says "${words}".`);
    return found;
  };
  const settle = async () => {
    await rapport.settle();
    if (!(await rapport.chat.settled(10_000))) throw new Error("Something is still being shown.");
    await rapport.settle();
  };
  return {
    ...{ rapport, slack, people, driver, clock, url, messages, message, settle },
    async tap(person, words, button) {
      const { status } = await driver.click(person, message(person, words), { text: button });
      if (status !== 200) throw new Error(`The tap was answered with ${status}.`);
      await settle();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await rapport.close(1000);
      await slack.close();
    },
  };
}
