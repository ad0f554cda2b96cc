import type { Engine } from "../engines/engine.ts";
import type { AgencyAndVendor } from "./agency-and-vendor.ts";
import { emulatedTeam } from "./emulated-seed.ts";
import { type EmulatedSlack, startEmulatedSlack } from "./emulated-slack.ts";
import type { Person, SlackMessage } from "./slack-model.ts";
import {
  type CommonOptions,
  createWorldClock,
  openSlackWorld,
  type SlackWorld,
  type WorldSlack,
} from "./slack-world.ts";

/** The emulator as a world takes it: what stands in conversations is what it told at the last `look`. */
export type EmulatedStage = Omit<EmulatedSlack, "dm"> & WorldSlack;

const vendorTeam = "T0VENDOR";

/**
 * A world in front of the Slack that others wrote. It has no Slack Connect: Vera and Stan are users of its one workspace
 * like all others, and only what the driver sends says that they belong to another organisation.
 */
export async function startEmulatedWorld(
  engine: Engine,
  options: CommonOptions = {},
): Promise<SlackWorld<EmulatedStage>> {
  const clock = createWorldClock(options);
  const [agency, vendor] = [emulatedTeam, vendorTeam];
  const { dm: _, ...slack } = await startEmulatedSlack({
    clock,
    people: { ada: agency, ben: agency, gus: agency, vera: vendor, stan: vendor },
    rooms: ["partners", "city"],
  });
  const dm = (team: string, user: string): readonly SlackMessage[] => {
    const directs = [...slack.state.directs.values()];
    return directs.find(({ person }) => person?.team === team && person.user === user)?.messages ?? [];
  };
  return openSlackWorld(engine, { slack: { ...slack, dm }, people: peopleOf(slack), clock }, options);
}

function peopleOf({ people, rooms, workspace }: Omit<EmulatedSlack, "dm">): AgencyAndVendor {
  const person = (name: string): Person => people.get(name) ?? { team: "", user: "" };
  return {
    agency: workspace,
    member: person("ada"),
    secondMember: person("ben"),
    guest: person("gus"),
    outsider: person("vera"),
    stranger: person("stan"),
    sharedChannel: rooms.get("partners")?.id ?? "",
    ownChannel: rooms.get("city")?.id ?? "",
  };
}
