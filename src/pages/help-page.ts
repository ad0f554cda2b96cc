import type { CardNode } from "../ports/card.ts";
import type { Section } from "../ports/page.ts";
import type { Words } from "../ports/words.ts";
import { framed, stewardsAmong } from "./frame.ts";
import type { MakePage } from "./make-page.ts";
import type { PageNeeds } from "./page-needs.ts";
import type { Reader } from "./reader.ts";

/** Lines of a topic, in the order of reading: `help.<topic>.<line>`. */
const topics = {
  what: ["asks", "both", "figures", "aim"],
  checkIn: ["taps", "saved", "cannotSay", "skip", "late", "pause"],
  modes: ["taps", "attributed", "confidential", "unlinked", "before", "themes"],
  tiers: ["people", "baseline", "scale", "gaps", "ends"],
  releases: ["month", "tuesday", "fixed", "digest", "live"],
  limits: ["validated", "contract", "evaluation", "safety"],
  privacy: ["server", "outside", "log", "silent"],
  stewards: ["people", "code", "claim", "link", "silent"],
} as const;

/** What Rapport does and does not do, in plain words. */
export const helpPage: MakePage = async (needs, reader) => {
  const { words } = reader;
  const isSteward = stewardsAmong(reader).length > 0;
  return framed(reader, {
    title: words.say("help.title"),
    path: "/help",
    sections: [
      topicSection("what", words),
      topicSection("checkIn", words),
      topicSection("modes", words),
      { ...topicSection("tiers", words), nodes: [tierTable(words), ...topicSection("tiers", words).nodes] },
      topicSection("releases", words),
      commandSection(needs, words),
      topicSection("limits", words),
      {
        ...topicSection("privacy", words),
        nodes: [...hosts(reader), ...topicSection("privacy", words).nodes],
      },
      ...(isSteward || reader.contacts.length === 0 ? [topicSection("stewards", words)] : []),
    ],
  });
};

function topicSection(topic: keyof typeof topics, words: Words): Section {
  const items = topics[topic].map((line) => words.say(`help.${topic}.${line}`));
  return { heading: words.say(`help.${topic}.title`), framed: true, nodes: [{ kind: "list", items }] };
}

/** The table of MEASUREMENT 3.4, in words. */
function tierTable(words: Words): CardNode {
  const cells = (row: string) =>
    ["when", "shown", "rhythm"].map((cell) => words.say(`help.tier.${row}.${cell}`));
  const [columns = [], ...rows] = ["columns", "full", "standard", "small", "none"].map(cells);
  return { kind: "table", caption: words.say("help.tier.caption"), columns, rows };
}

function commandSection({ commands }: PageNeeds, words: Words): Section {
  const facts = commands.map(({ usage, help }) => ({ label: `/pulse ${usage}`, value: words.say(help) }));
  return {
    heading: words.say("command.help.title"),
    framed: true,
    nodes: [
      { kind: "text", text: words.say("command.help.intro") },
      { kind: "facts", facts },
    ],
  };
}

/** Who could reach the data, by name (MEASUREMENT R12). */
function hosts({ partnerships, words }: Reader): readonly CardNode[] {
  return partnerships.map(({ name, host }) => ({
    kind: "text",
    text: words.say("help.host", { partnership: name, host }),
  }));
}
