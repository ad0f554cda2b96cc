import type { MessageStore } from "../messages/message-store.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { InvitationStore } from "./invitation-store.ts";
import type { RoundStore } from "./round-store.ts";

/** What opening a round and inviting to it reaches. */
export interface RoundStores {
  readonly partnerships: PartnershipStore;
  readonly contacts: ContactStore;
  readonly rounds: RoundStore;
  readonly invitations: InvitationStore;
  readonly messages: MessageStore;
}
