import { entitled } from "../partnerships/access.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { CardNode } from "../ports/card.ts";
import type { Page, PageResult, Section } from "../ports/page.ts";
import type { Reader } from "./reader.ts";
import { opensPath } from "./session-reach.ts";

/** A page with the navigation that its reader has. */
export function framed(reader: Reader, page: Omit<Page, "navigation">): PageResult {
  return { kind: "page", page: { ...page, navigation: navigationOf(reader) } };
}

/** Says that a page is not for this reader; `key` is a line of the catalogue. */
export function refusedFor(reader: Reader, key: string): PageResult {
  return { kind: "refused", reason: reader.words.say(key) };
}

/** The reader's contacts that are stewards of their side. */
export function stewardsAmong({ contacts }: Pick<Reader, "contacts">): readonly Contact[] {
  return contacts.filter((contact) => entitled([contact], "see reach of side", contact) !== null);
}

/** Links to the same page about each of several partnerships; none where there is no choice. */
export function choices(
  reader: Reader,
  path: string,
  partnershipIds: readonly string[] = reader.partnerships.map(({ id }) => id),
): readonly Section[] {
  const offered = reader.partnerships.filter(({ id }) => partnershipIds.includes(id));
  if (offered.length < 2) return [];
  const nodes = offered.map(
    ({ key, name }): CardNode => ({
      kind: "link",
      label: name,
      path: `${path}?partnership=${encodeURIComponent(key)}`,
    }),
  );
  return [{ heading: reader.words.say("pages.partnerships"), framed: false, nodes }];
}

/** The pages that a reader may see; none for somebody who is nobody here. */
export function navigationOf(
  reader: Pick<Reader, "contacts" | "words"> & Partial<Pick<Reader, "scope">>,
): Page["navigation"] {
  const { contacts, words, scope = { kind: "door" } } = reader;
  if (contacts.length === 0) return [];
  const all = [
    { label: words.say("pages.navigation.status"), path: "/status" },
    { label: words.say("pages.navigation.history"), path: "/history" },
    { label: words.say("pages.navigation.digests"), path: "/digests" },
    ...(stewardsAmong(reader).length > 0
      ? [{ label: words.say("pages.navigation.people"), path: "/people" }]
      : []),
    { label: words.say("pages.navigation.settings"), path: "/settings" },
    { label: words.say("pages.navigation.help"), path: "/help" },
  ];
  return all.filter(({ path }) => opensPath(scope, path));
}
