import { z } from "zod";
import { contactRoles } from "./contact.ts";
import { partnershipTypes, phases, sides } from "./partnership.ts";
import {
  calendarDate,
  contactId,
  emailAddress,
  holidayRegion,
  hours,
  language,
  line,
  paragraph,
  partnershipKey,
  platformId,
  post,
  tag,
  timeOfDay,
  timeZone,
  weekday,
} from "./roster-fields.ts";

const weekTime = (what: string, usual: { weekday: "thursday" | "friday"; at: string }) =>
  z
    .strictObject({
      weekday: weekday(`Day of the ${what}.`).default(usual.weekday),
      at: timeOfDay(`Time of the ${what}, in each contact's own zone.`).default(usual.at),
    })
    .prefault({})
    .describe(`When the ${what} comes; it follows the check-in.`);

/** The weekly rhythm as a roster writes it, with its defaults. */
export const rosterCheckIn = z
  .strictObject({
    weekday: weekday("Day on which the questions go out.").default("tuesday"),
    at: timeOfDay("Time at which they go out, in each contact's own zone.").default("10:00"),
    remind: weekTime("reminder", { weekday: "thursday", at: "10:00" }),
    close: weekTime("close", { weekday: "friday", at: "17:00" }),
  })
  .prefault({})
  .describe("The weekly rhythm: questions, one reminder, close.");

const workingHours = z
  .strictObject({
    agency: hours("Working day of the agency side, in the partnership's zone.").default("09:00-17:00"),
    vendor: hours("Working day of the vendor side, in the partnership's zone.").default("09:00-17:00"),
  })
  .prefault({})
  .describe("Working days of both sides.");

const side = (which: string) =>
  z
    .strictObject({
      label: line(`The word shown for the ${which} side, such as City.`, 40),
      steward: contactId("Contact who answers for the partnership on this side. Required on both sides."),
      sponsor: contactId("Contact who unblocks at the top; may be the steward."),
      leaders: z
        .array(contactId("A contact of this side."))
        .default([])
        .describe("Contacts who read the summaries."),
    })
    .describe(`Who answers for the ${which} side.`);

const posts = z
  .strictObject({
    joint: post("Where the joint edition of summaries goes; both sides can read there.").optional(),
    agency: post("Where the agency side's own edition goes.").optional(),
    vendor: post("Where the vendor side's own edition goes.").optional(),
  })
  .prefault({})
  .describe("Conversations that summaries are posted to.");

const party = z
  .strictObject({
    organisation: line("Name of the organisation, as its contacts write it."),
    side: z.enum(sides).describe("The side it stands on."),
    role: z.enum(["lead", "member"]).default("member").describe("lead: names the lead partner."),
    tags: z.array(tag).default([]).describe("Tags such as sme."),
  })
  .describe("An organisation's part in the partnership.");

const slackChannel = platformId("", /^[CG][A-Z0-9]{2,}$/, "C0001ABCD");
const slackId = platformId("", /^[TEUW][A-Z0-9]{2,}$/, "T0001ABCD");
const teamsId = platformId("", /^[A-Za-z0-9._-]+$/, "3f2504e0-4f89-41d3-9a0c-0305e82c3301");

/** One of a contact's routes as a roster writes it. */
export const rosterRoute = z
  .union([
    z.strictObject({ web: z.literal(true).describe("The browser, by a signed link.") }),
    z.strictObject({
      slack: z
        .strictObject({
          team: slackId.describe("Slack team id (T...) of the person's own workspace."),
          user: slackId.describe("Slack user id (U...)."),
          via: slackId
            .describe(
              "Whose workspace reaches them, where Rapport is not installed in their own; without it, the one that the partnership posts in.",
            )
            .optional(),
          prompt: slackChannel
            .describe("Not by direct message, but by a line in this channel that only they see.")
            .optional(),
          card: slackChannel
            .describe("Not by direct message, but by one line in this channel for everybody, naming nobody.")
            .optional(),
        })
        .refine(({ prompt, card }) => prompt === undefined || card === undefined, {
          path: ["card"],
          error: "A route goes by prompt or by card, not by both.",
        })
        .describe("A Slack account, reached by direct message unless a channel is named."),
    }),
    z.strictObject({
      teams: z
        .strictObject({
          tenant: teamsId.describe("Microsoft Entra tenant id."),
          objectId: teamsId.describe("Microsoft Entra object id of the person."),
        })
        .describe("A Microsoft Teams account."),
    }),
    z.strictObject({ email: emailAddress("E-mail address for signed links.") }),
  ])
  .describe("One way to reach the contact: web, slack, teams or email.");

const contact = z
  .strictObject({
    id: contactId("The contact's id, unique inside the partnership. It never changes."),
    name: line("The person's name."),
    organisation: line("One of the parties above; it sets the contact's side."),
    role: z.enum(contactRoles).default("manager").describe("What the person does in the partnership."),
    timeZone: timeZone("The person's zone; without it, the partnership's.").optional(),
    holidays: holidayRegion(
      "The person's region for public holidays; without it, the partnership's.",
    ).optional(),
    language: language("Language of the messages to this person.").default("en"),
    routes: z
      .array(rosterRoute)
      .min(1)
      .default([{ web: true }])
      .describe("Ways to reach the person, best first."),
  })
  .describe("A person who gets check-ins.");

const partnership = z
  .strictObject({
    key: partnershipKey,
    name: line("Name of the partnership."),
    types: z.array(z.enum(partnershipTypes)).default([]).describe("Kinds of partner; each adds questions."),
    phase: z.enum(phases).default("deploy").describe("Where the work stands."),
    timeZone: timeZone("The partnership's zone, such as America/Chicago."),
    holidays: holidayRegion("Region for public holidays, such as US-IL; none without it.").optional(),
    disclosure: z
      .enum(["confidential", "open"])
      .default("confidential")
      .describe("open: everyone has agreed to be named."),
    host: line("Organisation whose administrators run this installation."),
    safetyPolicy: paragraph("What to do in an emergency; shown before the first free text.").optional(),
    endsOn: calendarDate("Last day of the work, if one is set.").optional(),
    workingHours,
    checkIn: rosterCheckIn,
    sides: z.strictObject({ agency: side("agency"), vendor: side("vendor") }).describe("The two sides."),
    posts,
    parties: z.array(party).min(2).describe("Organisations on both sides."),
    contacts: z.array(contact).min(2).describe("People on both sides."),
  })
  .describe("One standing relation between two sides.");

/** The shape of a roster file; `roster.schema.json` says the same to editors. */
export const rosterFile = z
  .strictObject({
    partnerships: z.array(partnership).min(1).describe("All partnerships of this installation."),
  })
  .meta({ title: "Rapport roster", description: "Partnerships, organisations, contacts and routes." });

export type RosterFile = z.output<typeof rosterFile>;
export type RosterFilePartnership = RosterFile["partnerships"][number];
type RosterFileContact = RosterFilePartnership["contacts"][number];
export type RosterFileRoute = RosterFileContact["routes"][number];

/** JSON Schema (draft 7, which editors read) of a roster file as people write it, with a description per key. */
export function rosterJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(rosterFile, { io: "input", target: "draft-7" });
}
