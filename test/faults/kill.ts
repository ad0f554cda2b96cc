import { createTestClock } from "../builders/test-clock.ts";
import { passTo, settleRapport } from "../engines/start-rapport.ts";
import { type Ground, groundTime, openGround, readGround } from "./ground.ts";
import type { KillPoint } from "./kill-points.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";
import { type Behaviour, type LoopbackPlatform, startLoopbackPlatform } from "./loopback-platform.ts";
import { type RunningChild, runChild } from "./run-child.ts";

/** What a kill left behind after the restart; sound when the last three lists are empty. */
export interface KillReport {
  readonly signal: NodeJS.Signals | null;
  /** Messages that stand on the platform more than once. */
  readonly doubles: readonly string[];
  /** Contacts without exactly one card on the platform. */
  readonly withoutCard: readonly string[];
  /** Contacts whose card or invitation the database does not call sent. */
  readonly notSent: readonly string[];
}

/**
 * Sends the prepared ground's four cards in a child, kills it at the `nth` time that it passes the point, and starts
 * again with the clock three minutes on until all is quiet. Where a request outlives its sender, `outlives` says
 * whether the platform accepts it after the sender's death.
 */
export async function killWhileSending(
  ground: Ground,
  { point, nth, outlives }: { readonly point: KillPoint; readonly nth: number; readonly outlives: boolean },
): Promise<KillReport> {
  const platform = await startLoopbackPlatform();
  try {
    const late: { child?: RunningChild } = {};
    platform.script = ({ number }) =>
      number === nth ? lastMoment(point, outlives, late) : { kind: "accept" };
    const child = runChild({
      ...{ ...ground, now: groundTime },
      platform: { kind: "loopback", url: platform.url },
      work: { kind: "send", point, nth },
    });
    late.child = child;
    const signal = await child.ended();
    platform.script = () => ({ kind: "accept" });
    return { signal, ...(await restart(ground, platform)) };
  } finally {
    await platform.close();
  }
}

/** At the points of the platform, it kills the sender while the request is in its hands. */
function lastMoment(
  point: KillPoint,
  outlives: boolean,
  { child }: { readonly child?: RunningChild },
): Behaviour {
  if (child === undefined || (point !== "bytes written" && point !== "accepted, reply unread"))
    return { kind: "accept" };
  child.process.kill("SIGKILL");
  const isAccepted = point === "accepted, reply unread";
  const then: Behaviour = { kind: "drop", accept: !isAccepted && outlives ? "yes" : "no" };
  return { kind: "hold", accept: isAccepted, until: child.ended().then(() => then) };
}

async function restart(ground: Ground, platform: LoopbackPlatform): Promise<Omit<KillReport, "signal">> {
  const clock = createTestClock(groundTime);
  clock.advance({ minutes: 3 });
  const rapport = await openGround(ground, clock, [createLoopbackAdapter(platform.url)]);
  try {
    await settleRapport(rapport);
    await passTo(rapport, clock, clock.now().add({ minutes: 20 }));
    const keys = platform.accepted.map(({ key }) => key);
    return judge(await readGround(rapport), keys);
  } finally {
    await rapport.close();
  }
}

/** What of the ground's people and the keys of all messages on the platform does not agree. */
export function judge(
  people: Awaited<ReturnType<typeof readGround>>,
  keys: readonly string[],
): Omit<KillReport, "signal"> {
  const times = (key: string) => keys.filter((one) => one === key).length;
  return {
    doubles: [...new Set(keys.filter((key) => times(key) > 1))],
    withoutCard: people
      .filter(({ cards }) => cards.length !== 1 || times(cards[0] ?? "") !== 1)
      .map(({ contactId }) => contactId),
    notSent: people
      .filter(({ state, cards }) => state !== "sent" || cards.length !== 1)
      .map(({ contactId }) => contactId),
  };
}
