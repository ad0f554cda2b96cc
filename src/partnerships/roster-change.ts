import type { AuditEntry } from "./contact-store.ts";
import { quoted } from "./roster-fault.ts";

/** One difference between a roster and what is known, as an operator reads it. */
export interface RosterChange {
  readonly partnershipId: string;
  readonly partnership: string;
  readonly what: "partnership" | "party" | "contact" | "route";
  /** The partnership's key, the organisation, or the contact's id in the roster (also for a route). */
  readonly subject: string;
  readonly action: "added" | "changed" | "deactivated" | "reactivated";
  /** What was added in a few words, or the route that it is about. */
  readonly detail: string | null;
  /** With `changed`: the setting, and its words before and after. */
  readonly field: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** One line, such as `acme-permits: contact anh-tran: role changed from delivery to expert`. */
export function describeChange(change: RosterChange): string {
  const what = { partnership: "partnership", party: "party", contact: "contact", route: "contact" }[
    change.what
  ];
  const subject = change.what === "partnership" ? what : `${what} ${change.subject}`;
  const route = change.what === "route" ? `: route ${change.detail}` : "";
  const start = `${change.partnership}: ${subject}${route}`;
  if (change.action === "changed") {
    return `${start}: ${change.field} changed from ${oneLine(change.from)} to ${oneLine(change.to)}`;
  }
  if (change.action === "deactivated") return `${start} deactivated; history is kept`;
  const detail = change.what === "route" || change.detail === null ? "" : ` (${change.detail})`;
  return `${start} ${change.action}${detail}`;
}

/** The audit row of an applied change. Both sides can read it: no addresses, names of people or texts. */
export function changeAudit(change: RosterChange): AuditEntry {
  const isPrivate = change.field === "name" || change.field === "safety policy";
  return {
    partnershipId: change.partnershipId,
    actor: "operator",
    action: `roster.${change.what}.${change.action}`,
    subject: change.subject,
    details: {
      ...(change.what === "route" && change.detail !== null ? { route: change.detail.split(" ")[0] } : {}),
      ...(change.field === null ? {} : { field: change.field }),
      ...(change.field === null || isPrivate ? {} : { from: change.from, to: change.to }),
    },
  };
}

function oneLine(words: string | null): string {
  return words !== null && (words.length > 60 || words.includes("\n")) ? quoted(words) : `${words}`;
}
