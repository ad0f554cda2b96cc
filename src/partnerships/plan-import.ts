import type { Ids } from "../ports/ids.ts";
import { type ImportDraft, type ImportPlan, startDraft } from "./import-draft.ts";
import { planContact } from "./plan-contact.ts";
import type { KnownPartnership, RosterSnapshot } from "./roster-store.ts";
import { partnershipWords, partyWords } from "./roster-words.ts";
import type { Roster, RosterPartnership } from "./settle-roster.ts";

/**
 * What an import changes: the differences in words, and the rows that bring them about. Pure but for the ids of
 * new rows. The same roster twice plans nothing the second time; whoever is not in the roster is deactivated.
 */
export function planImport(current: RosterSnapshot, roster: Roster, ids: Ids): ImportPlan {
  const draft = startDraft();
  const known = new Map(current.partnerships.map((partnership) => [partnership.key, partnership]));
  for (const wanted of roster.partnerships)
    planPartnership(draft, known.get(wanted.key) ?? null, wanted, ids);
  const wantedKeys = new Set(roster.partnerships.map(({ key }) => key));
  for (const partnership of current.partnerships) {
    if (!wantedKeys.has(partnership.key)) planLeaving(draft, partnership);
  }
  return draft;
}

function planPartnership(
  draft: ImportDraft,
  known: KnownPartnership | null,
  { key, settings, parties, contacts }: RosterPartnership,
  ids: Ids,
): void {
  const id = known?.id ?? ids.next();
  const about = { partnershipId: id, partnership: key, what: "partnership", subject: key } as const;
  const differs = draft.compare(
    about,
    known && { active: known.active, words: partnershipWords(known.settings) },
    partnershipWords(settings),
    settings.name,
  );
  if (differs) draft.writes.partnerships.push({ id, key, settings });
  planParties(draft, known, { key, id, parties }, ids);
  const knownContacts = new Map(known?.contacts.map((contact) => [contact.settings.key, contact]));
  for (const contact of contacts) {
    const before = knownContacts.get(contact.settings.key) ?? null;
    planContact(draft, { id, key }, before, contact, ids);
  }
  const wanted = new Set(contacts.map((contact) => contact.settings.key));
  for (const contact of known?.contacts ?? []) {
    if (wanted.has(contact.settings.key)) continue;
    const leaving = { ...about, what: "contact", subject: contact.settings.key } as const;
    if (contact.active) draft.leave(leaving, "contacts", contact.id);
  }
}

/** A party is the same as long as its organisation and its side are. */
function planParties(
  draft: ImportDraft,
  known: KnownPartnership | null,
  wanted: Pick<RosterPartnership, "key" | "parties"> & { readonly id: string },
  ids: Ids,
): void {
  const about = { partnershipId: wanted.id, partnership: wanted.key, what: "party" } as const;
  const rest = new Set(known?.parties);
  for (const settings of wanted.parties) {
    const before = known?.parties.find(
      (party) =>
        party.settings.organisation === settings.organisation && party.settings.side === settings.side,
    );
    if (before !== undefined) rest.delete(before);
    const differs = draft.compare(
      { ...about, subject: settings.organisation },
      before === undefined ? null : { active: before.active, words: partyWords(before.settings) },
      partyWords(settings),
      `${settings.side} side, ${settings.role}`,
    );
    if (differs) {
      draft.writes.parties.push({ id: before?.id ?? ids.next(), partnershipId: wanted.id, settings });
    }
  }
  for (const party of rest) {
    if (party.active) draft.leave({ ...about, subject: party.settings.organisation }, "parties", party.id);
  }
}

function planLeaving(draft: ImportDraft, { id, key, active, parties, contacts }: KnownPartnership): void {
  const about = { partnershipId: id, partnership: key } as const;
  if (active) draft.leave({ ...about, what: "partnership", subject: key }, "partnerships", id);
  for (const party of parties) {
    const subject = party.settings.organisation;
    if (party.active) draft.leave({ ...about, what: "party", subject }, "parties", party.id);
  }
  for (const contact of contacts) {
    const subject = contact.settings.key;
    if (contact.active) draft.leave({ ...about, what: "contact", subject }, "contacts", contact.id);
  }
}
