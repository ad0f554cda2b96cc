import type { PlatformNotes } from "../../../src/ports/installation.ts";

/** Notes in a map, keyed `scope key`. */
export function createMemoryNotes(): { readonly notes: PlatformNotes; readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const notes: PlatformNotes = {
    read: async (scope, key) => kept.get(`${scope} ${key}`) ?? null,
    write: async (scope, key, value) => void kept.set(`${scope} ${key}`, value),
    forget: async (scope, key) => void kept.delete(`${scope} ${key}`),
  };
  return { notes, kept };
}
