import type { Contact } from "../partnerships/contact.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import { isId } from "../ports/ids.ts";
import type { Viewer } from "../ports/page.ts";
import type { Words } from "../ports/words.ts";
import type { PageNeeds } from "./page-needs.ts";

/** Who reads a page, as the contacts that they are now; empty for somebody who may see the help alone. */
export interface Reader {
  readonly contacts: readonly Contact[];
  readonly words: Words;
  readonly timeZone: string;
  readonly scope: Viewer["scope"];
  /** The reader's partnerships, by key. */
  readonly partnerships: readonly Partnership[];
}

/** The viewer's contacts that are on the roster now. A check-in session is nobody here: it opens one card only. */
export async function findReader(needs: PageNeeds, viewer: Viewer): Promise<Reader> {
  const ids = viewer.scope.kind === "check-in" ? [] : viewer.contactIds.filter(isId);
  return needs.transact(async (stores) => {
    const listed = (await stores.contacts.many(ids)).filter((contact) => contact.deactivatedAt === null);
    const found = await stores.partnerships.many([...new Set(listed.map((one) => one.partnershipId))]);
    const partnerships = found
      .filter((partnership) => partnership.deactivatedAt === null)
      .toSorted((a, b) => a.key.localeCompare(b.key, "en"));
    const contacts = partnerships.flatMap(({ id }) => listed.filter((one) => one.partnershipId === id));
    return {
      contacts,
      partnerships,
      scope: viewer.scope,
      words: needs.wordsFor(contacts[0]?.language ?? "en"),
      timeZone: contacts[0]?.timeZone ?? "UTC",
    };
  });
}

/** The reader's own contact in the partnership that a page's address names; the first one where it names none. */
export function contactIn(reader: Reader, key: string | undefined): Contact | null {
  if (key === undefined) return reader.contacts[0] ?? null;
  const named = reader.partnerships.find((partnership) => partnership.key === key);
  return reader.contacts.find((contact) => contact.partnershipId === named?.id) ?? null;
}

/** The partnership of one of the reader's contacts. */
export function partnershipOf(reader: Reader, contact: Contact): Partnership {
  const found = reader.partnerships.find((partnership) => partnership.id === contact.partnershipId);
  if (found === undefined) throw new TypeError("A reader's contact has no partnership.");
  return found;
}
