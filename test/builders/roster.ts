/** One contact as the roster writes it. */
export interface RosterContact {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly role?: string;
  readonly timeZone?: string;
  readonly holidays?: string;
  readonly routes?: readonly Readonly<Record<string, unknown>>[];
}

/** One partnership as the roster writes it. */
export type RosterPartnership = Readonly<Record<string, unknown>> & {
  readonly contacts: readonly RosterContact[];
};

/** Agency people of the small roster: five, so that unspoken prompts are asked (MEASUREMENT R13). */
export const agencyPeople = ["ana", "bob", "cyd", "dee", "eli"] as const;
/** Vendor people of the small roster: three, a small side (MEASUREMENT 3.4). */
export const vendorPeople = ["vic", "wes", "xia"] as const;

/** A partnership in Chicago without holidays, weekly on Tuesday 10:00, with Ana and Vic as stewards. */
export function aPartnership(changes: Partial<RosterPartnership> = {}): RosterPartnership {
  return {
    key: "permits",
    name: "Permits",
    types: ["private"],
    phase: "deploy",
    timeZone: "America/Chicago",
    host: "City",
    sides: {
      agency: { label: "City", steward: "ana", sponsor: "ana" },
      vendor: { label: "Acme", steward: "vic", sponsor: "vic" },
    },
    posts: { joint: "web:permits", agency: "web:permits-city", vendor: "web:permits-acme" },
    parties: [
      { organisation: "City", side: "agency" },
      { organisation: "Acme", side: "vendor" },
    ],
    contacts: [
      ...agencyPeople.map((id) => aRosterContact(id)),
      ...vendorPeople.map((id) => aRosterContact(id, { organisation: "Acme" })),
    ],
    ...changes,
  };
}

/** A contact of the City who is reached in the browser. */
export function aRosterContact(id: string, changes: Partial<RosterContact> = {}): RosterContact {
  return {
    id,
    name: `Name of ${id}`,
    organisation: "City",
    role: "expert",
    routes: [{ web: true }],
    ...changes,
  };
}

/** The roster file that holds these partnerships (JSON is YAML). */
export function aRoster(...partnerships: readonly RosterPartnership[]): string {
  return JSON.stringify({ partnerships: partnerships.length === 0 ? [aPartnership()] : partnerships });
}
