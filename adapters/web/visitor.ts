import type { Request } from "express";
import type { ContactConversation, Viewer } from "../../src/ports/page.ts";
import { readCookie } from "./cookies.ts";
import { isDoorOpen } from "./door.ts";
import type { WebContext } from "./web-context.ts";

/** Who is behind a request. */
export interface Visitor {
  readonly viewer: Viewer;
  /** The person that the open door looks through; absent for a session. */
  readonly person?: Person;
}

/** A contact whose conversation is open. */
export interface Person extends ContactConversation {
  readonly contactId: string;
  /** Path of the conversation. */
  readonly path: string;
}

/**
 * Finds who asks: the person chosen at the open door (`chosen`, from the address or a form), else the session of
 * a magic link, else that of a check-in link, else whom the door chose last. Null for strangers.
 */
export async function findVisitor(
  request: Request,
  chosen: string | null,
  context: WebContext,
): Promise<Visitor | null> {
  const open = isDoorOpen(request, context.settings.openDoorAllowed);
  const person = open ? await findPerson(chosen, context) : null;
  if (person !== null) return throughDoor(person);
  const viewer =
    (await findSession(request, "pages", context)) ?? (await findSession(request, "checkIn", context));
  if (viewer !== null) return { viewer };
  return open ? throughDoor(await findPerson(readCookie(request, "person"), context)) : null;
}

/** The viewer behind one of the two session cookies, or null. */
export async function findSession(
  request: Request,
  kind: "pages" | "checkIn",
  { sessions }: WebContext,
): Promise<Viewer | null> {
  const sessionId = readCookie(request, kind);
  return sessionId === null ? null : sessions.viewer(sessionId);
}

/** The contact with this id and their conversation, or null when there is none. */
export async function findPerson(contactId: string | null, { host }: WebContext): Promise<Person | null> {
  if (!contactId) return null;
  const contact = await host.conversationOf(contactId);
  return contact === null ? null : { ...contact, contactId, path: `/c/${encodeURIComponent(contactId)}` };
}

function throughDoor(person: Person | null): Visitor {
  const scope = { kind: "door" } as const;
  if (person === null) return { viewer: { contactIds: [], scope } };
  return { viewer: { contactIds: [person.contactId], scope }, person };
}
