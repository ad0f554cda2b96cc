import { claimIdentity } from "../../partnerships/link-identity.ts";
import { noteCard } from "../note-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** Claims a contact with a one-time code; that side's steward then confirms it. */
export const linkCommand: ChatCommand = {
  name: "link",
  usage: "link CODE",
  help: "command.help.link",
  needsContact: false,
  run: async (needs, person, rest, words) => {
    // A browser account is a contact already: a code typed there would vouch for itself.
    if (person.account.platform === "web")
      return { outcome: "refused", say: noteCard(words, "identity.notHere") };
    if (rest.trim() === "") return { outcome: "refused", say: noteCard(words, "identity.usage") };
    const outcome = await claimIdentity(needs, { code: rest.slice(0, 40), account: person.account });
    if (outcome.kind === "unknown-code")
      return { outcome: "refused", say: noteCard(words, "identity.unknownCode") };
    return { outcome: "done", say: noteCard(words, "identity.claimed", { name: outcome.contact.name }) };
  },
};
