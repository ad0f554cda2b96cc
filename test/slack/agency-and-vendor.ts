import type { LoopbackSlack } from "./loopback-slack.ts";
import type { Person, SlackWorkspace } from "./slack-model.ts";

/** An agency that has our app, a vendor that has not, and the channels between them. */
export interface AgencyAndVendor {
  readonly agency: SlackWorkspace;
  readonly member: Person;
  readonly secondMember: Person;
  /** A guest of the agency's workspace. */
  readonly guest: Person;
  /** A person of the vendor's workspace, in the shared channel. */
  readonly outsider: Person;
  /** Another of them, in no channel that the agency sees. */
  readonly stranger: Person;
  /** Read by both sides. */
  readonly sharedChannel: string;
  /** Read by the agency alone. */
  readonly ownChannel: string;
}

export const agencyTeam = "T0AGENCY";
export const vendorTeam = "T0VENDOR";

/** Puts them into a Slack that has neither. Not `installed`: the agency's app is there, but nobody has installed it. */
export function addAgencyAndVendor(slack: LoopbackSlack, { installed = true } = {}): AgencyAndVendor {
  const agency = slack.addWorkspace({ team: agencyTeam, name: "Harbour Agency", installed });
  const member = { team: agencyTeam, user: "U0ADA" };
  const secondMember = { team: agencyTeam, user: "U0BEN" };
  const guest = { team: agencyTeam, user: "U0GUS" };
  const outsider = { team: vendorTeam, user: "U0VERA" };
  const stranger = { team: vendorTeam, user: "U0STAN" };
  slack.addUser(member, { name: "Ada" });
  slack.addUser(secondMember, { name: "Ben" });
  slack.addUser(guest, { name: "Gus", isGuest: true });
  slack.addUser(outsider, { name: "Vera" });
  slack.addUser(stranger, { name: "Stan" });
  slack.addChannel({ id: "C0SHARED", team: agencyTeam, members: [member, guest, outsider] });
  slack.addChannel({ id: "C0OWN", team: agencyTeam, members: [member, secondMember] });
  return {
    agency,
    member,
    secondMember,
    guest,
    outsider,
    stranger,
    sharedChannel: "C0SHARED",
    ownChannel: "C0OWN",
  };
}
