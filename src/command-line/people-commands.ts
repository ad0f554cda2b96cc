import { makeHandOverLink } from "../check-ins/hand-over-link.ts";
import type { Contact } from "../partnerships/contact.ts";
import { issueCode } from "../partnerships/link-identity.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import { type CommandContext, type CommandIo, exitCodes, type StoreCommand } from "./command.ts";

/** Prints a signed link that a person can be handed: to their open check-in, or to the introduction. */
export const linkCommand: StoreCommand = {
  name: "link",
  needs: "store",
  summary: "make a signed one-time link for a contact",
  configure: (definition) => {
    definition
      .argument("<contact>", "partnership/contact, such as acme-permits/lena-ortiz")
      .option("--pages", "open the pages (status, digests, people) instead of the check-in")
      .addHelpText(
        "after",
        "\nWhoever has the link is taken for that person: hand it over in private. It is logged.",
      );
  },
  run: async (context, { positional, options }, io) => {
    const contact = await findContact(context, positional[0] ?? "", io);
    if (contact === null) return exitCodes.refused;
    if (options.pages === true) {
      const expiresAt = context.clock.now().add({ hours: 24 });
      const { id, partnershipId } = contact;
      const path = await context.transact(async ({ links, audit }) => {
        const entry = { partnershipId, actor: "operator", action: "link.pages", subject: id };
        await audit.add(entry, context.clock.now());
        return links.makeForPages({ contactId: id, path: "/status", expiresAt, byOperator: true });
      });
      io.out(context.absolute(path));
      io.err("It works once, within a day. It does not open their own answers and settings. It is logged.");
      return exitCodes.done;
    }
    const outcome = await makeHandOverLink(context, { contactId: contact.id, by: "operator" });
    if (outcome.kind !== "made") {
      if (outcome.kind === "nothing-open") io.err(`There is nothing to open for ${outcome.name} right now.`);
      if (outcome.kind === "not-needed")
        io.err(`No link for ${outcome.name}: they said no, paused, or have another way that works.`);
      return exitCodes.refused;
    }
    io.out(context.absolute(outcome.path));
    io.err(
      `It opens the ${outcome.opens}. It works once, until ${sayMoment(outcome.expiresAt, "UTC", "en")}.`,
    );
    return exitCodes.done;
  },
};

/** Prints a one-time code with which a person claims their contact from a chat account. */
export const codeCommand: StoreCommand = {
  name: "code",
  needs: "store",
  summary: "make a one-time code for /pulse link",
  configure: (definition) => {
    definition.argument("<contact>", "partnership/contact, such as acme-permits/lena-ortiz");
  },
  run: async (context, { positional }, io) => {
    const contact = await findContact(context, positional[0] ?? "", io);
    const outcome =
      contact === null ? null : await issueCode(context, { contactId: contact.id, by: "operator" });
    if (outcome?.kind !== "issued") return exitCodes.refused;
    io.out(outcome.code);
    io.err("They type: /pulse link CODE. Their side's steward then confirms it. It ends after a week.");
    return exitCodes.done;
  },
};

async function findContact(context: CommandContext, name: string, io: CommandIo): Promise<Contact | null> {
  const [key = "", contactKey = ""] = name.split("/");
  const found = await context.transact(async ({ partnerships, contacts }) => {
    const partnership = await partnerships.byKey(key);
    const people = partnership === null ? [] : await contacts.activeOf(partnership.id);
    return { partnership, people, contact: people.find((person) => person.key === contactKey) ?? null };
  });
  if (found.contact === null) {
    const known = found.people.map((person) => `${key}/${person.key}`).join(", ");
    io.err(
      found.partnership === null
        ? `No partnership is called "${key}".`
        : `"${name}" is nobody on the roster. There are: ${known}.`,
    );
  }
  return found.contact;
}
