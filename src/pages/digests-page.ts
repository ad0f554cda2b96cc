import { entitled } from "../partnerships/access.ts";
import { type Partnership, sides } from "../partnerships/partnership.ts";
import { sayMonth } from "../partnerships/say-date.ts";
import type { CardNode } from "../ports/card.ts";
import type { PageResult, Section } from "../ports/page.ts";
import type { DigestAudience } from "../summaries/digest.ts";
import { digestCard } from "../summaries/digest-card.ts";
import { framed, refusedFor } from "./frame.ts";
import type { MakePage } from "./make-page.ts";
import type { PageNeeds } from "./page-needs.ts";
import type { Reader } from "./reader.ts";

/**
 * Digests as they were posted: the joint ones for everybody in the partnership, a side's own for its leadership.
 * `partnership` and `month` choose one, `edition` the side's in place of the joint one.
 */
export const digestsPage: MakePage = async (needs, reader, query) => {
  const chosen = reader.partnerships.find(({ key }) => key === query.partnership);
  if (query.partnership !== undefined && chosen === undefined) return { kind: "not-found" };
  const { month, edition = "joint" } = query;
  if (chosen === undefined || month === undefined) {
    return archive(needs, reader, chosen === undefined ? reader.partnerships : [chosen]);
  }
  const audience = (["joint", ...sides] as const).find((known) => known === edition);
  if (audience === undefined) return { kind: "not-found" };
  if (!mayRead(reader, chosen, audience)) return refusedFor(reader, "pages.refused.edition");
  return oneDigest(needs, reader, chosen, { month, audience });
};

/** Whether an edition is for this reader (the table of access). */
function mayRead({ contacts }: Reader, { id }: Partnership, audience: DigestAudience): boolean {
  const subject = { partnershipId: id, side: audience === "joint" ? null : audience };
  const act = audience === "joint" ? "see joint digest" : "see side digest";
  return entitled(contacts, act, subject) !== null;
}

async function oneDigest(
  needs: PageNeeds,
  reader: Reader,
  partnership: Partnership,
  { month, audience }: { readonly month: string; readonly audience: DigestAudience },
): Promise<PageResult> {
  const { words } = reader;
  const kept = await needs.transact(({ digests }) => digests.get(partnership.id, month, audience));
  if (kept === null) return { kind: "not-found" };
  const back: CardNode = {
    kind: "link",
    label: words.say("pages.digests.all"),
    path: `/digests?partnership=${encodeURIComponent(partnership.key)}`,
  };
  return framed(reader, {
    title: words.say("pages.digests.title"),
    path: "/digests",
    sections: [
      { framed: true, nodes: digestCard(kept.text).nodes },
      { framed: false, nodes: [back] },
    ],
  });
}

async function archive(
  needs: PageNeeds,
  reader: Reader,
  partnerships: readonly Partnership[],
): Promise<PageResult> {
  const { words } = reader;
  const sections = await needs.transact(async ({ digests }) => {
    const made: Section[] = [];
    for (const partnership of partnerships) {
      const all = await digests.listOf(partnership.id);
      const readable = all.filter(({ audience }) => mayRead(reader, partnership, audience));
      const links = readable.map((digest): CardNode => linkTo(partnership, digest, words));
      const none: CardNode = { kind: "text", text: words.say("pages.digests.none"), tone: "quiet" };
      made.push({ heading: partnership.name, framed: true, nodes: links.length === 0 ? [none] : links });
    }
    return made;
  });
  const posts: CardNode = { kind: "link", label: words.say("pages.digests.posts"), path: "/posts" };
  const hasPosts = partnerships.some((one) =>
    Object.values(one.posts).some((post) => post?.startsWith("web:")),
  );
  return framed(reader, {
    title: words.say("pages.digests.title"),
    path: "/digests",
    sections: hasPosts ? [...sections, { framed: false, nodes: [posts] }] : sections,
  });
}

function linkTo(
  { key, sides: labels }: Partnership,
  { month, audience }: { readonly month: string; readonly audience: DigestAudience },
  words: Reader["words"],
): CardNode {
  const path = `/digests?partnership=${encodeURIComponent(key)}&month=${month}`;
  const named = sayMonth(month, words.language);
  if (audience === "joint") return { kind: "link", label: named, path };
  const label = words.say("pages.digests.edition", { month: named, side: labels[audience].label });
  return { kind: "link", label, path: `${path}&edition=${audience}` };
}
