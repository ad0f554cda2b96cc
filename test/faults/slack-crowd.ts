import { aRosterContact, type RosterContact, type RosterPartnership } from "../builders/roster.ts";
import type { Engine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { agencyTeam, vendorTeam } from "../slack/agency-and-vendor.ts";
import type { LoopbackSlack } from "../slack/loopback-slack.ts";
import type { SlackRequest } from "../slack/slack-faults.ts";
import type { Person, SlackMessage } from "../slack/slack-model.ts";
import { type SlackWorld, type SlackWorldOptions, startSlackWorld } from "../slack/slack-world.ts";

/** Many people of two workspaces, each with a direct message of the app of their own workspace. */
export interface CrowdWorld extends SlackWorld {
  readonly crowd: { readonly agency: readonly Person[]; readonly vendor: readonly Person[] };
  /** A second program on the same database, with the same settings. */
  startTwin(): Promise<TestRapport>;
  /** What stands in a person's direct message with the app of their own workspace. */
  standing(person: Person): readonly SlackMessage[];
  /** What each of them has got: by number of messages, how many people. */
  received(people: readonly Person[]): Readonly<Record<number, number>>;
  /** Passes so many minutes of the clock, doing what falls due. */
  passMinutes(minutes: number): Promise<void>;
}

export interface CrowdOptions extends Omit<SlackWorldOptions, "partnership"> {
  readonly partnership?: Partial<RosterPartnership>;
  readonly agency: number;
  readonly vendor: number;
  /** The vendor's workspace is connected later, by `connectVendor`. */
  readonly later?: boolean;
  /** The vendor's app hands out tokens that end after twelve hours. */
  readonly rotation?: boolean;
  /** Changes contacts of the roster; `index` counts within the side. */
  readonly contact?: (contact: RosterContact, person: Person, index: number) => RosterContact;
}

/**
 * Opens one with its first messages waiting. The agency's workspace is that of the settings; the vendor's own one is
 * connected as `rapport slack connect` does it. Nobody waits for turns: the clock stands still.
 */
export async function startCrowd(engine: Engine, options: CrowdOptions): Promise<CrowdWorld> {
  const { contact = (one) => one, partnership, prepare, rotation = false, later, ...rest } = options;
  const agency = crowdOf(agencyTeam, "UA", options.agency);
  const vendor = crowdOf(vendorTeam, "UV", options.vendor);
  const listed = [
    ...agency.map((person, index) => contact(rosterContact(person, "City"), person, index)),
    ...vendor.map((person, index) => contact(rosterContact(person, "Acme"), person, index)),
  ];
  const world = await startSlackWorld(engine, {
    timers,
    ...rest,
    partnership: { contacts: listed, sides: sidesOf(agency[0], vendor[0]), ...partnership },
    prepare: (slack, people) => {
      slack.addWorkspace({ team: vendorTeam, name: "Acme", rotation });
      for (const person of [...agency, ...vendor]) slack.addUser(person);
      prepare?.(slack, people);
    },
  });
  if (later !== true) await connectVendor(world);
  const { slack, rapport, clock } = world;
  const standing = ({ team, user }: Person) => slack.dm(team, user);
  return {
    ...world,
    ...{ crowd: { agency, vendor }, standing },
    received: (people) => {
      const counts: Record<number, number> = {};
      for (const person of people) {
        const count = standing(person).length;
        counts[count] = (counts[count] ?? 0) + 1;
      }
      return counts;
    },
    startTwin: async () => {
      const { token, app } = world.people.agency;
      const keys = { botToken: token ?? "", signingSecret: app.signingSecret, appToken: null };
      const settings = { slack: keys, slackApiUrl: slack.apiUrl, slackMessagesPerMinute: 1000 };
      const twin = await startRapport(engine, { clock, settings, timers, roster: null, keep: true });
      await twin.chat.listen();
      return twin;
    },
    passMinutes: (minutes) => rapport.passTo(clock.now().add({ minutes })),
  };
}

const timers = { wait: async () => {} };

/** Connects the vendor's workspace with the token that it has now. */
export async function connectVendor({ rapport, slack }: SlackWorld): Promise<void> {
  const workspace = slack.workspace(vendorTeam);
  const { token, app } = workspace;
  const { signingSecret, clientId, clientSecret } = app;
  const refresh = [...slack.state.tokens.values()].findLast(
    (one) => one.workspace === workspace && one.kind === "refresh",
  );
  const rotating = refresh && { clientId, clientSecret, refreshToken: refresh.token };
  const keys = { botToken: token ?? "", signingSecret, ...rotating };
  const outcome = await rapport.context.slack.connect(keys, vendorTeam);
  if (outcome.kind !== "connected") throw new Error(JSON.stringify(outcome));
}

/** Runs `act` when the n-th request that fits comes in, before anything is done about it. */
export function atRequest(
  slack: LoopbackSlack,
  match: { readonly method: string; readonly workspace?: string; readonly nth: number },
  act: () => void,
): void {
  const { nth, ...rest } = match;
  let count = 0;
  const look = () => {
    count += 1;
    if (count === nth) act();
    return false;
  };
  slack.on({ ...rest, while: look }, { kind: "slow", milliseconds: 0 });
}

/** Posts to this person, wherever their direct message is named by their user id. */
export function postTo({ user }: Person) {
  return { method: "chat.postMessage", while: ({ args }: SlackRequest) => args.channel === user };
}

function crowdOf(team: string, prefix: string, size: number): readonly Person[] {
  return Array.from({ length: size }, (_, index) => ({
    team,
    user: `${prefix}${String(index + 1).padStart(4, "0")}`,
  }));
}

function rosterContact({ team, user }: Person, organisation: string): RosterContact {
  return aRosterContact(keyOf({ team, user }), { organisation, routes: [{ slack: { team, user } }] });
}

/** A person's key on the roster. */
export function keyOf({ user }: Person): string {
  return user.toLowerCase();
}

function sidesOf(agency?: Person, vendor?: Person): RosterPartnership["sides"] {
  const side = (label: string, person?: Person) => ({
    label,
    steward: keyOf(person ?? { team: "", user: "" }),
    sponsor: keyOf(person ?? { team: "", user: "" }),
  });
  return { agency: side("City", agency), vendor: side("Acme", vendor) };
}
