import type { Card, CardNode } from "../../src/ports/card.ts";
import type { Conversation, Interaction } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import type { FlowWorld } from "./flow-suite.ts";
import { nextEvent } from "./person.ts";

/** An account in the browser and its conversation. */
export function from(id: string) {
  return { account: { platform: "web" as const, id }, conversation: id as Conversation };
}

/** A tap by that browser account that may stand on no card. */
export function tapBy(
  id: string,
  name: string,
  args: Record<string, string>,
  fields: Record<string, string> = {},
): Interaction {
  return { ...from(id), eventId: nextEvent(), action: { name, args }, fields };
}

type Form = Extract<CardNode, { kind: "form" }>;

function formOf(card: Card | undefined): Form | undefined {
  return card?.nodes.find((node) => node.kind === "form");
}

/** A field of the form on a card. */
export function fieldOf(card: Card | undefined, name: string): Form["fields"][number] | undefined {
  return formOf(card)?.fields.find((field) => field.name === name);
}

/** What the button carries that opens the form in a window. */
export function windowOf(card: Card | undefined): Form["window"]["action"] | undefined {
  return formOf(card)?.window.action;
}

/** People's own words on a card. */
export function quotesOf(card: Card | undefined): readonly string[] {
  return (card?.nodes ?? []).flatMap((node) => (node.kind === "quote" ? [node.text] : []));
}

/** Acts in the log whose names begin like this, oldest first. */
export async function auditOf(world: FlowWorld, prefix: string) {
  return world.query("select action, actor, details from audit_log where action like $1 order by at", [
    `${prefix}%`,
  ]);
}

/** Row ids of the roster's partnerships, by key. */
export async function partnershipIds(world: FlowWorld): Promise<Readonly<Record<string, string>>> {
  const rows = await world.query("select key, id from partnerships");
  return Object.fromEntries(rows.map(({ key, id }) => [String(key), String(id)]));
}

/** Permits, and Parks with Pam and Pete as stewards; Bob works in both, with one Slack account. */
export function twoPartnerships(): string {
  const { contacts, ...permits } = aPartnership();
  const routes = [{ web: true }, { slack: { team: "T0001", user: "U0001" } }];
  const parks = aPartnership({
    key: "parks",
    name: "Parks",
    sides: {
      agency: { label: "City", steward: "pam", sponsor: "pam" },
      vendor: { label: "Acme", steward: "pete", sponsor: "pete" },
    },
    posts: {},
    contacts: [
      aRosterContact("pam"),
      aRosterContact("bob", { routes }),
      aRosterContact("pete", { organisation: "Acme" }),
    ],
  });
  const withSlack = contacts.map((contact) => (contact.id === "bob" ? { ...contact, routes } : contact));
  return aRoster({ ...permits, contacts: withSlack }, parks);
}
