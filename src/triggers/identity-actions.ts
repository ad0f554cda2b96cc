import { makeHandOverLink } from "../check-ins/hand-over-link.ts";
import { decideIdentity, issueCode } from "../partnerships/link-identity.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import type { ActionHandler, ActionNeeds, ActionRequest } from "./action.ts";
import { noteCard } from "./note-card.ts";

/** What a steward does about the people of their own side: codes, confirmations, links to hand over. */
export const identityActions: Readonly<Record<string, ActionHandler>> = {
  "issue-code": { lookUp: "contacts", run: code },
  "confirm-identity": { lookUp: "contacts", run: (needs, request) => decide(needs, request, true) },
  "revoke-identity": { lookUp: "contacts", run: (needs, request) => decide(needs, request, false) },
  "hand-over-link": { lookUp: "contacts", run: handOver },
};

async function code(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const outcome = await issueCode(needs, { contactId: given.contact ?? "", by: contactIds });
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  if (outcome.kind === "refused") return { outcome: "refused", say: noteCard(words, "reply.notAllowed") };
  return { outcome: "done", say: noteCard(words, "identity.code", { code: outcome.code }) };
}

async function decide(
  needs: ActionNeeds,
  { contactIds, contacts, given }: ActionRequest,
  isRight: boolean,
): Promise<Reply> {
  const outcome = await decideIdentity(needs, { identityId: given.identity ?? "", by: contactIds, isRight });
  const words = needs.wordsFor(contacts[0]?.language ?? "en");
  if (outcome.kind === "refused") return { outcome: "refused", say: noteCard(words, "reply.notAllowed") };
  if (outcome.kind === "same-account")
    return { outcome: "refused", say: noteCard(words, "identity.sameAccount") };
  return {
    outcome: "done",
    say: noteCard(words, outcome.kind === "confirmed" ? "identity.confirmed" : "identity.revoked"),
  };
}

async function handOver(needs: ActionNeeds, { contactIds, contacts, given }: ActionRequest): Promise<Reply> {
  const outcome = await makeHandOverLink(needs, { contactId: given.contact ?? "", by: contactIds });
  const [steward] = contacts;
  const words = needs.wordsFor(steward?.language ?? "en");
  if (outcome.kind === "refused") return { outcome: "refused", say: noteCard(words, "reply.notAllowed") };
  if (outcome.kind !== "made") {
    const key = outcome.kind === "nothing-open" ? "identity.nothingOpen" : "identity.notHandedOver";
    return { outcome: "refused", say: noteCard(words, key, { name: outcome.name }) };
  }
  const until = sayMoment(outcome.expiresAt, steward?.timeZone ?? "UTC", words.language);
  const values = { name: outcome.name, link: needs.absolute(outcome.path), until };
  return { outcome: "done", say: noteCard(words, `identity.link.${outcome.opens}`, values) };
}
