/** How much Slack lets through (PLATFORMS 3); what is not given is not limited. */
export interface SlackLimits {
  /** Posts a second to one channel; `burst` is how many may come at once. */
  readonly postsPerChannel?: { readonly perSecond: number; readonly burst: number };
  /** Posts a minute in one workspace. */
  readonly postsPerMinute?: number;
  /** Methods of tiers 3 and 4: 50 and 100 calls a minute for each workspace and method. */
  readonly tiers?: boolean;
}

/** Counts calls by the server's clock. */
export interface LimitCounter {
  /** Counts the call, or says after how many whole seconds it may come again; then it does not count. */
  take(call: {
    readonly workspace: string;
    readonly method: string;
    readonly channel: string;
    readonly tier: number | "post" | null;
    readonly now: number;
  }): number | null;
}

interface Window {
  readonly key: string;
  readonly allowed: number;
  readonly milliseconds: number;
}

/** Every workspace, method and channel counts alone. */
export function createLimitCounter(limits: SlackLimits): LimitCounter {
  const taken = new Map<string, number[]>();
  const recent = ({ key, milliseconds }: Window, now: number) => {
    const times = (taken.get(key) ?? []).filter((time) => time > now - milliseconds);
    taken.set(key, times);
    return times;
  };
  return {
    take(call) {
      const windows = windowsOf(limits, call);
      const waits = windows.map((window) => {
        const times = recent(window, call.now);
        if (times.length < window.allowed) return 0;
        const oldest = times[times.length - window.allowed] ?? call.now;
        return Math.max(1, Math.ceil((oldest + window.milliseconds - call.now) / 1_000));
      });
      const wait = Math.max(0, ...waits);
      if (wait > 0) return wait;
      for (const { key } of windows) taken.get(key)?.push(call.now);
      return null;
    },
  };
}

function windowsOf(
  limits: SlackLimits,
  { workspace, method, channel, tier }: Parameters<LimitCounter["take"]>[0],
): Window[] {
  if (typeof tier === "number") {
    const key = `${workspace} ${method}`;
    return limits.tiers === true ? [{ key, allowed: tier, milliseconds: 60_000 }] : [];
  }
  if (tier === null) return [];
  const windows: Window[] = [];
  const { postsPerChannel, postsPerMinute } = limits;
  if (postsPerChannel !== undefined) {
    // A burst is paid back: so many posts in the time in which they would have gone out one by one.
    const milliseconds = (postsPerChannel.burst / postsPerChannel.perSecond) * 1_000;
    windows.push({ key: `${workspace} to ${channel}`, allowed: postsPerChannel.burst, milliseconds });
  }
  if (postsPerMinute !== undefined) {
    windows.push({ key: `${workspace} posts`, allowed: postsPerMinute, milliseconds: 60_000 });
  }
  return windows;
}
