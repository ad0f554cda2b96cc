import { aPartnership, aRoster, aRosterContact, type RosterPartnership } from "../builders/roster.ts";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import type { Engine } from "../engines/engine.ts";
import { type StartOptions, startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { type AgencyAndVendor, addAgencyAndVendor } from "./agency-and-vendor.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { serveRapport } from "./serve-rapport.ts";
import { createSlackDriver, type SlackDriver } from "./slack-driver.ts";
import type { SlackLimits } from "./slack-limits.ts";
import type { Person, SlackMessage, SlackView } from "./slack-model.ts";
import type { SlackStage } from "./slack-stage.ts";

/** What a world needs of its Slack, whoever wrote it. */
export interface WorldSlack extends SlackStage {
  readonly apiUrl: string;
  /** What stands in a person's direct message with the app of `installed`, oldest first. */
  dm(team: string, user: string, installed: string): readonly SlackMessage[];
  /** The modal in front of the person; null when there is none. */
  view(person: Person): SlackView | null;
  /** Where messages are kept elsewhere: looks at what stands there now. */
  look?(): Promise<void>;
  close(): Promise<void>;
}

/** A Rapport that listens, connected to a Slack in which an agency has the app and its vendor has not. */
export interface SlackWorld<Slack extends WorldSlack = LoopbackSlack> {
  readonly rapport: TestRapport;
  readonly slack: Slack;
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

/** What may differ in any Slack. */
export interface CommonOptions {
  readonly at?: string;
  /** What differs from the usual partnership; a list makes several. */
  readonly partnership?: Partial<RosterPartnership> | readonly Partial<RosterPartnership>[];
  /** Through Socket Mode in place of HTTP. */
  readonly through?: "http" | "socket";
  /** In place of real ones: how messages wait for their turns while the clock stands still. */
  readonly timers?: StartOptions["timers"];
  /** In place of those of every world. */
  readonly settings?: StartOptions["settings"];
}

export interface SlackWorldOptions extends CommonOptions {
  readonly limits?: SlackLimits;
  /** Runs before Rapport starts, to change what stands in Slack. */
  readonly prepare?: (slack: LoopbackSlack, people: AgencyAndVendor) => void;
}

const usual = {
  member: { team: "T0AGENCY", user: "U0ADA" },
  secondMember: { team: "T0AGENCY", user: "U0BEN" },
  guest: { team: "T0AGENCY", user: "U0GUS" },
  outsider: { team: "T0VENDOR", user: "U0VERA" },
  sharedChannel: "C0SHARED",
  ownChannel: "C0OWN",
};

/** Ada and Ben of the agency, Gus its guest, and Vera of the vendor, each with their direct message. */
export function slackRoster(...changes: readonly Partial<RosterPartnership>[]): string {
  return rosterOf(usual, changes);
}

/** The same for people and channels that have other ids. */
function rosterOf(people: typeof usual, changes: readonly Partial<RosterPartnership>[] = []): string {
  const slack = ({ team, user }: Person) => ({ routes: [{ slack: { team, user } }] });
  const { team } = people.member;
  const all = changes.length === 0 ? [{}] : changes;
  return aRoster(
    ...all.map((change) =>
      aPartnership({
        contacts: [
          aRosterContact("ada", slack(people.member)),
          aRosterContact("ben", slack(people.secondMember)),
          aRosterContact("gus", slack(people.guest)),
          aRosterContact("vera", { organisation: "Acme", ...slack(people.outsider) }),
        ],
        sides: {
          agency: { label: "City", steward: "ada", sponsor: "ada" },
          vendor: { label: "Acme", steward: "vera", sponsor: "vera" },
        },
        posts: {
          joint: `slack:${team}/${people.sharedChannel}`,
          agency: `slack:${team}/${people.ownChannel}`,
        },
        ...change,
      }),
    ),
  );
}

/** Opens one on the engine with a loopback Slack; nothing is sent before `settle`. */
export async function startSlackWorld(engine: Engine, options: SlackWorldOptions = {}): Promise<SlackWorld> {
  const clock = createWorldClock(options);
  const slack = await startLoopbackSlack({ clock, ...(options.limits && { limits: options.limits }) });
  const people = addAgencyAndVendor(slack);
  options.prepare?.(slack, people);
  return openSlackWorld(engine, { slack, people, clock }, options);
}

/** Noon of a Monday in Chicago, unless said. */
export function createWorldClock({ at = "2026-11-02T12:00" }: CommonOptions): TestClock {
  return createTestClock(at, "America/Chicago");
}

/** Opens one in front of any Slack; that one is closed with it. */
export async function openSlackWorld<Slack extends WorldSlack>(
  engine: Engine,
  there: { readonly slack: Slack; readonly people: AgencyAndVendor; readonly clock: TestClock },
  options: CommonOptions,
): Promise<SlackWorld<Slack>> {
  const { slack, people, clock } = there;
  const through = options.through ?? "http";
  const { app, token } = people.agency;
  const publicUrl = "https://rapport.example";
  const rapport = await startRapport(engine, {
    clock,
    ...(options.timers && { timers: options.timers }),
    roster: rosterOf(people, [options.partnership ?? []].flat()),
    settings: {
      slack: {
        botToken: token ?? "",
        signingSecret: through === "http" ? app.signingSecret : null,
        appToken: through === "socket" ? app.appToken : null,
      },
      slackApiUrl: slack.apiUrl,
      slackMessagesPerMinute: 1000,
      publicUrl,
      ...options.settings,
    },
  });
  const served = await serveRapport(rapport, publicUrl);
  await rapport.chat.listen();
  const driver = createSlackDriver({ slack, endpoint: served.url, through });

  const messages = ({ team, user }: Person) => slack.dm(team, user, people.agency.team);
  const message = (person: Person, words: string) => {
    const found = messages(person).findLast((one) => JSON.stringify(one.blocks).includes(words));
    if (found === undefined) throw new Error(`No message of ${person.user} says "${words}".`);
    return found;
  };
  const settle = async () => {
    await rapport.settle();
    if (!(await rapport.chat.settled(10_000))) throw new Error("Something is still being shown.");
    await rapport.settle();
    await slack.look?.();
  };
  return {
    ...{ rapport, slack, people, driver, clock, url: served.url, messages, message, settle },
    async tap(person, words, button) {
      const { status } = await driver.click(person, message(person, words), { text: button });
      if (status !== 200) throw new Error(`The tap was answered with ${status}.`);
      await settle();
    },
    async close() {
      served.close();
      await rapport.close(1000);
      await slack.close();
    },
  };
}
