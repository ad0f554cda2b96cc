import { openRound } from "../../src/check-ins/open-round.ts";
import { openRapport, type Rapport } from "../../src/compose.ts";
import type { Settings } from "../../src/config.ts";
import { importRoster } from "../../src/partnerships/import-roster.ts";
import type { ChatAdapter } from "../../src/ports/chat-adapter.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import { testSettings } from "../engines/start-rapport.ts";

/** A database that outlives the processes on it: a server's, or a data directory. */
export interface Ground {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

/** Monday noon in Chicago: the first round opens and its cards are due at once. */
export const groundTime = "2026-11-02T18:00:00Z";

/** Opens a whole Rapport on it in this process. */
export function openGround(
  ground: Ground,
  clock: TestClock,
  adapters: readonly ChatAdapter[],
  settings: Partial<Settings> = {},
): Promise<Rapport> {
  return openRapport(
    { ...testSettings, ...settings, ...ground },
    { clock, adapters, logger: createRecordingLogger() },
  );
}

/** The people of the ground, as their platform names them: in the order of their keys, all of one team. */
export const groundTeam = "T0001";
export const groundUsers = ["U0000", "U0001", "U0002", "U0003"] as const;

/** Four people on a chat platform who have said Start, and an open round whose cards nobody has sent yet. */
export async function prepareGround(ground: Ground, adapter: ChatAdapter): Promise<void> {
  const clock = createTestClock(groundTime);
  const rapport = await openGround(ground, clock, [adapter]);
  const contacts = ["ana", "bob", "cyd", "vic"].map((id, index) =>
    aRosterContact(id, {
      organisation: id === "vic" ? "Acme" : "City",
      routes: [{ slack: { team: groundTeam, user: groundUsers[index] } }],
    }),
  );
  await importRoster(rapport.context, {
    text: aRoster(aPartnership({ contacts })),
    source: "roster.yaml",
    dryRun: false,
  });
  const partnershipId = await rapport.transact(async ({ partnerships, contacts }) => {
    const [partnership] = await partnerships.active();
    const given = { introducedAt: clock.now(), consentedAt: clock.now() };
    for (const { id } of await contacts.activeOf(partnership?.id ?? "")) await contacts.change(id, given);
    return partnership?.id ?? "";
  });
  await openRound(rapport.context, { partnershipId });
  await rapport.close();
}

/** Everybody's id, and how their open check-in stands. */
export async function readGround(rapport: Rapport) {
  return rapport.transact(async ({ partnerships, contacts, invitations, messages }) => {
    const [partnership] = await partnerships.active();
    const people = await contacts.activeOf(partnership?.id ?? "");
    return Promise.all(
      people.map(async ({ id }) => {
        const [open] = await invitations.openOf([id], rapport.clock.now());
        const detail = open === undefined ? null : await invitations.detail(open.id);
        const sent = open === undefined ? [] : await messages.sentAbout(open.id);
        const cards = sent.filter(({ purpose }) => purpose === "check-in");
        return {
          contactId: id,
          state: open?.state,
          answers: detail?.answers ?? [],
          cards: cards.map((card) => card.id),
        };
      }),
    );
  });
}
