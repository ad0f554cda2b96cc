import type { Page } from "../../src/ports/page.ts";
import type { Words } from "../../src/ports/words.ts";
import { safePath } from "./draw-text.ts";
import type { Person } from "./visitor.ts";

/** The navigation of a conversation at the open door. */
export function doorNavigation(person: Person, words: Words): Page["navigation"] {
  const href = doorHref(person);
  const pages = ["status", "history", "help"].map((name) => ({
    label: words.say(`web.navigation.${name}`),
    path: href(`/${name}`) ?? "/",
  }));
  return [
    { label: words.say("web.navigation.everybody"), path: "/" },
    { label: words.say("web.navigation.conversation"), path: person.path },
    ...pages,
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
