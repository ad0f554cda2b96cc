import type { Contact } from "../partnerships/contact.ts";
import type { ContactStore } from "../partnerships/contact-store.ts";
import type { IdentityStore } from "../partnerships/identity-store.ts";
import type { Account } from "../ports/chat-adapter.ts";
import { isId } from "../ports/ids.ts";
import type { Transact } from "../ports/transaction.ts";

/** Somebody behind an account, as all the contacts that they are; empty for a stranger. */
export interface Person {
  readonly account: Account;
  readonly contacts: readonly Contact[];
}

/**
 * Who is behind an account. A browser account is a contact's own id, because only the web server, which has
 * checked the session or the open door, can make one; every other platform goes by confirmed identities.
 */
export async function findPerson(
  transact: Transact<{ readonly identities: IdentityStore; readonly contacts: ContactStore }>,
  account: Account,
): Promise<Person> {
  return transact(async ({ identities, contacts }) => {
    const ids = account.platform === "web" ? [account.id].filter(isId) : await identities.contactsOf(account);
    const found = await contacts.many(ids);
    return { account, contacts: found.filter((contact) => contact.deactivatedAt === null) };
  });
}
