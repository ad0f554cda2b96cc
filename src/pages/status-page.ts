import type { CardNode } from "../ports/card.ts";
import type { Section } from "../ports/page.ts";
import { queryStatus, type StatusOutcome } from "../status/query-status.ts";
import { statusCard } from "../status/status-card.ts";
import { noStatusCard, statusListCard } from "../status/status-list-card.ts";
import { choices, framed } from "./frame.ts";
import type { MakePage } from "./make-page.ts";
import type { Reader } from "./reader.ts";

/** The same facts as the status in chat: released figures and what comes next, nothing live. */
export const statusPage: MakePage = async (needs, reader, query) => {
  const contactIds = reader.contacts.map(({ id }) => id);
  const found = await queryStatus(needs, { asker: { contactIds }, text: query.partnership ?? "" });
  const title = reader.words.say("pages.status.title");
  return framed(reader, { title, path: "/status", sections: sectionsOf(found, reader) });
};

function sectionsOf(found: StatusOutcome, reader: Reader): readonly Section[] {
  const { words, timeZone } = reader;
  if (found.kind === "found") {
    const { nodes } = statusCard(found.status, words, timeZone, words.language);
    const path = `/digests?partnership=${encodeURIComponent(found.status.partnership.key)}`;
    const digests: CardNode = { kind: "link", label: words.say("pages.status.digests"), path };
    return [{ framed: true, nodes: [...nodes, digests] }, ...choices(reader, "/status")];
  }
  if (found.kind === "none") {
    return [{ framed: true, nodes: noStatusCard(found.nearest, words).nodes }, ...choices(reader, "/status")];
  }
  // The rest of that card says what to type, which is no help here.
  const nodes = statusListCard(found.partnerships, words).nodes.filter(({ kind }) => kind === "facts");
  return [{ framed: true, nodes }, ...choices(reader, "/status")];
}
