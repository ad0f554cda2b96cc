import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Ids } from "../../../src/ports/ids.ts";

/** What keeps this key apart from all others that come from the same secret. */
const label = "rapport/slack-install/1";

/** Lets whoever holds the link install the app of one row, once. */
export interface Ticket {
  readonly id: string;
  readonly installation: string;
}

/** A ticket on its way through Slack's page, in one browser. */
interface Journey {
  readonly id: string;
  readonly ticket: Ticket;
  /** What `fingerprint` gives for the cookie of that browser. */
  readonly browser: string;
}

/** `expired`: it was ours, but its time is over. `unknown`: we did not make it, or not for this. */
type Read<Pass> = { readonly kind: "good"; readonly pass: Pass } | { readonly kind: "expired" | "unknown" };

/** Signed passes of the installation by link; nothing is kept, so that they hold across instances and restarts. */
export interface Passes {
  /** Good for 24 hours. */
  makeTicket(installation: string): Promise<string>;
  readTicket(text: string): Promise<Read<Ticket>>;
  /** Good for ten minutes. */
  makeJourney(ticket: Ticket, browser: string): Promise<string>;
  readJourney(text: string): Promise<Read<Journey>>;
}

interface PassNeeds {
  readonly secret: () => Promise<string>;
  readonly clock: Clock;
  readonly ids: Ids;
}

const lives = { ticket: { hours: 24 }, journey: { minutes: 10 } } as const;

export function createPasses({ secret, clock, ids }: PassNeeds): Passes {
  const key = async () => new Uint8Array(hkdfSync("sha256", await secret(), "", label, 32));
  const make = async (kind: keyof typeof lives, installation: string, claims: Record<string, string>) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256" })
      .setAudience(kind)
      .setSubject(installation)
      .setJti(ids.next())
      .setExpirationTime(new Date(clock.now().add(lives[kind]).epochMilliseconds))
      .sign(await key());
  const read = async <Pass>(
    kind: keyof typeof lives,
    text: string,
    passOf: (installation: string, id: string, claims: Readonly<Record<string, unknown>>) => Pass,
  ): Promise<Read<Pass>> => {
    const checks = {
      algorithms: ["HS256"],
      audience: kind,
      requiredClaims: ["exp"],
      currentDate: new Date(clock.now().epochMilliseconds),
    };
    try {
      const { payload } = await jwtVerify(text, await key(), checks);
      const { sub = "", jti = "", ...claims } = payload;
      return { kind: "good", pass: passOf(sub, jti, claims) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { kind: "expired" };
      if (error instanceof errors.JOSEError) return { kind: "unknown" };
      throw error;
    }
  };
  return {
    makeTicket: (installation) => make("ticket", installation, {}),
    readTicket: (text) => read("ticket", text, (installation, id) => ({ id, installation })),
    makeJourney: (ticket, browser) => make("journey", ticket.installation, { ticket: ticket.id, browser }),
    readJourney: (text) =>
      read("journey", text, (installation, id, { ticket, browser }) => ({
        id,
        ticket: { id: String(ticket), installation },
        browser: String(browser),
      })),
  };
}

/** A new value for a cookie that nobody can guess. */
export function makeBrowserMark(): string {
  return randomBytes(32).toString("base64url");
}

/** What may travel in an address in place of the cookie's value. */
export function fingerprint(mark: string): string {
  return createHash("sha256").update(mark).digest("base64url");
}
