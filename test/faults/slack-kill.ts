import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import { passTo, settleRapport } from "../engines/start-rapport.ts";
import { type LoopbackSlack, startLoopbackSlack } from "../slack/loopback-slack.ts";
import { type Ground, groundTeam, groundTime, groundUsers, openGround, readGround } from "./ground.ts";
import { judge, type KillReport } from "./kill.ts";
import type { ChildPlatform, KillPoint } from "./kill-points.ts";
import { type RunningChild, runChild } from "./run-child.ts";

/**
 * `killWhileSending` with the program's own Slack adapter in the child, against a Slack that lives on in this process.
 * The child reads its workspace from the settings, as a program does; `outlives` is about a request whose sender died
 * before Slack had done anything about it.
 */
export async function killWhileSendingToSlack(
  ground: Ground,
  kill: { readonly point: KillPoint; readonly nth: number; readonly outlives: boolean },
): Promise<KillReport> {
  const clock = createTestClock(groundTime);
  const slack = await startLoopbackSlack({ clock });
  try {
    const platform = settleIn(slack);
    const late: { child?: RunningChild } = {};
    const letGo = arm(slack, kill, late);
    const { point, nth } = kill;
    const child = runChild({ ...ground, platform, now: groundTime, work: { kind: "send", point, nth } });
    late.child = child;
    const signal = await child.ended();
    letGo();
    clock.advance({ minutes: 3 });
    return { signal, ...(await restart(ground, slack, platform, clock)) };
  } finally {
    await slack.close();
  }
}

type SlackPlatform = Extract<ChildPlatform, { readonly kind: "slack" }>;

/** The ground's people and our app come into this Slack. */
function settleIn(slack: LoopbackSlack): SlackPlatform {
  const { token, app } = slack.addWorkspace({ team: groundTeam });
  for (const user of groundUsers) slack.addUser({ team: groundTeam, user });
  const keys = { botToken: token ?? "", signingSecret: app.signingSecret, appToken: null };
  return {
    kind: "slack",
    settings: { slack: keys, slackApiUrl: slack.apiUrl, slackMessagesPerMinute: 1000 },
  };
}

/** At the points that lie in Slack, it kills the sender while the request is there; gives what is to be done after its death. */
function arm(
  slack: LoopbackSlack,
  { point, nth, outlives }: { readonly point: KillPoint; readonly nth: number; readonly outlives: boolean },
  late: { readonly child?: RunningChild },
): () => void {
  if (point !== "bytes written" && point !== "accepted, reply unread") return () => {};
  let posts = 0;
  const isIt = () => {
    posts += 1;
    if (posts === nth) late.child?.process.kill("SIGKILL");
    return posts === nth;
  };
  const accept = point === "bytes written" ? "after" : "before";
  const fault = slack.on({ method: "chat.postMessage", while: isIt }, { kind: "hold", accept });
  // What is held for ever never happens.
  return () => (outlives ? fault.release() : undefined);
}

async function restart(
  ground: Ground,
  slack: LoopbackSlack,
  { settings }: SlackPlatform,
  clock: TestClock,
): Promise<Omit<KillReport, "signal">> {
  const rapport = await openGround(ground, clock, [], settings);
  try {
    await rapport.chat.listen();
    await settleRapport(rapport);
    await passTo(rapport, clock, clock.now().add({ minutes: 20 }));
    const standing = groundUsers.map((user) => slack.dm(groundTeam, user));
    const found = judge(
      await readGround(rapport),
      standing.flat().map(({ metadata }) => keyOf(metadata)),
    );
    const crowded = groundUsers.filter((_, index) => standing[index]?.length !== 1);
    return { ...found, doubles: [...found.doubles, ...crowded] };
  } finally {
    await rapport.close();
  }
}

function keyOf(metadata: Readonly<Record<string, unknown>> | null): string {
  const { key } = (metadata?.event_payload ?? {}) as { readonly key?: unknown };
  return String(key);
}
