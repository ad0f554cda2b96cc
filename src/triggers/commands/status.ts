import { queryStatus } from "../../status/query-status.ts";
import { statusCard } from "../../status/status-card.ts";
import { noStatusCard, statusListCard } from "../../status/status-list-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** How a partnership is doing, from released figures alone. */
export const statusCommand: ChatCommand = {
  name: "status",
  usage: "status [partnership]",
  help: "command.help.status",
  needsContact: true,
  run: async (needs, person, rest, words) => {
    const contactIds = person.contacts.map(({ id }) => id);
    const found = await queryStatus(needs, { asker: { contactIds }, text: rest.trim() });
    const timeZone = person.contacts[0]?.timeZone ?? "UTC";
    if (found.kind === "found")
      return { outcome: "done", say: statusCard(found.status, words, timeZone, words.language) };
    if (found.kind === "several") return { outcome: "done", say: statusListCard(found.partnerships, words) };
    return { outcome: "refused", say: noStatusCard(found.nearest, words) };
  },
};
