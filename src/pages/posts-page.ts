import { entitled } from "../partnerships/access.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import type { CardNode } from "../ports/card.ts";
import type { BoardMessage, PageResult, Section } from "../ports/page.ts";
import type { DigestAudience } from "../summaries/digest.ts";
import { framed } from "./frame.ts";
import type { MakePage } from "./make-page.ts";
import type { Reader } from "./reader.ts";

const shownMessages = 24;
const audiences: readonly DigestAudience[] = ["joint", "agency", "vendor"];

/** One use of a browser conversation by a roster's `posts`. */
interface Use {
  readonly conversation: string;
  readonly partnership: Partnership;
  readonly audience: DigestAudience;
}

/** The browser conversations that digests are posted to (`posts: { joint: "web:..." }`), for those who may read them. */
export const postsPage: MakePage = async (needs, reader, query) => {
  const active = await needs.transact(({ partnerships }) => partnerships.active());
  const readable = readableUses(active.flatMap(usesOf), reader);
  const title = reader.words.say("pages.posts.title");
  if (query.conversation === undefined) {
    return framed(reader, { title, path: "/posts", sections: [listOf(readable, reader)] });
  }
  const use = readable.find(({ conversation }) => conversation === query.conversation);
  // What exists is not told to those who may not read it.
  if (use === undefined) return { kind: "not-found" };
  const messages = await needs.board.list(use.conversation, shownMessages);
  return conversationPage(use, messages, reader);
};

function usesOf(partnership: Partnership): readonly Use[] {
  return audiences.flatMap((audience) => {
    const post = partnership.posts[audience];
    return post?.startsWith("web:") ? [{ conversation: post.slice(4), partnership, audience }] : [];
  });
}

/** Two rosters may name one conversation: it is readable only for who may read everything that is posted there. */
function readableUses(uses: readonly Use[], { contacts }: Reader): readonly Use[] {
  const mayRead = ({ partnership, audience }: Use) =>
    entitled(contacts, audience === "joint" ? "see joint digest" : "see side digest", {
      partnershipId: partnership.id,
      side: audience === "joint" ? null : audience,
    }) !== null;
  const closed = new Set(uses.filter((use) => !mayRead(use)).map(({ conversation }) => conversation));
  return uses.filter(({ conversation }) => !closed.has(conversation));
}

function nameOf({ partnership, audience }: Use, { words }: Reader): string {
  if (audience === "joint") return words.say("pages.posts.joint", { partnership: partnership.name });
  const side = partnership.sides[audience].label;
  return words.say("pages.posts.side", { partnership: partnership.name, side });
}

function listOf(uses: readonly Use[], reader: Reader): Section {
  const links = uses.map(
    (use): CardNode => ({
      kind: "link",
      label: nameOf(use, reader),
      path: `/posts?conversation=${encodeURIComponent(use.conversation)}`,
    }),
  );
  const none: CardNode = { kind: "text", text: reader.words.say("pages.posts.none"), tone: "quiet" };
  return { framed: true, nodes: links.length === 0 ? [none] : links };
}

function conversationPage(use: Use, messages: readonly BoardMessage[], reader: Reader): PageResult {
  const { words, timeZone } = reader;
  const posts = messages.toReversed().flatMap(({ card, at }): Section[] => {
    if (card === null) return [];
    const when: CardNode = { kind: "text", text: sayMoment(at, timeZone, words.language), tone: "quiet" };
    return [{ framed: true, nodes: [when, ...card.nodes] }];
  });
  const none: CardNode = { kind: "text", text: words.say("pages.posts.empty"), tone: "quiet" };
  return framed(reader, {
    title: nameOf(use, reader),
    path: "/posts",
    sections: posts.length === 0 ? [{ framed: true, nodes: [none] }] : posts,
  });
}
