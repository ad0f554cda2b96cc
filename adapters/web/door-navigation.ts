import type { Page } from "../../src/ports/page.ts";
import type { Words } from "../../src/ports/words.ts";
import { safePath } from "./draw-text.ts";
import type { Person } from "./visitor.ts";

/** What the person whom the open door looks through can go to: the conversation, then their pages. */
export function doorNavigation(person: Person, words: Words): Page["navigation"] {
  const href = doorHref(person);
  return [
    { label: words.say("web.navigation.conversation"), path: person.path },
    ...person.navigation.map(({ label, path }) => ({ label, path: href(path) ?? "/" })),
  ];
}

/**
 * Makes links carry the person that the door looks through, so that two windows can be two people. Without a
 * person, paths stay as they are.
 */
export function doorHref(person: Person | undefined): (path: string) => string | null {
  return (path) => {
    const safe = safePath(path);
    if (safe === null || person === undefined || safe.startsWith("/c/") || safe === "/") return safe;
    const url = new URL(safe, "http://rapport.invalid");
    url.searchParams.set("as", person.contactId);
    return url.pathname + url.search + url.hash;
  };
}
