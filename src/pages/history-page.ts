import { historyNodes } from "../check-ins/history-card.ts";
import type { CardNode } from "../ports/card.ts";
import { framed } from "./frame.ts";
import type { MakePage } from "./make-page.ts";

/** A year of weekly check-ins. */
const shown = 52;

/** The reader's own answers, the newest first. Nobody else ever sees this page. */
export const historyPage: MakePage = async (needs, reader) => {
  const { words } = reader;
  const contactIds = reader.contacts.map(({ id }) => id);
  const details = await needs.transact(({ invitations }) => invitations.recentDetails(contactIds, shown));
  const intro: CardNode = {
    kind: "text",
    text: words.say(details.length === 0 ? "history.none" : "pages.history.intro", { count: shown }),
    tone: "quiet",
  };
  const nodes = historyNodes({ bank: needs.bank, words }, details);
  return framed(reader, {
    title: words.say("history.title"),
    path: "/history",
    sections: [{ framed: false, nodes: [intro] }, ...(nodes.length === 0 ? [] : [{ framed: true, nodes }])],
  });
};
