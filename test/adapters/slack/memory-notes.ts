import type { PlatformNotes } from "../../../src/ports/installation.ts";

/** Notes in a map, keyed `scope key`, the oldest first. */
export function createMemoryNotes(): { readonly notes: PlatformNotes; readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const notes: PlatformNotes = {
    read: async (scope, key) => kept.get(`${scope} ${key}`) ?? null,
    async write(scope, key, value) {
      kept.delete(`${scope} ${key}`);
      kept.set(`${scope} ${key}`, value);
    },
    forget: async (scope, key) => void kept.delete(`${scope} ${key}`),
    scopesWith: async (key) => {
      const found = [...kept.keys()].filter((one) => one.endsWith(` ${key}`));
      return found.map((one) => one.slice(0, -key.length - 1)).toReversed();
    },
  };
  return { notes, kept };
}
