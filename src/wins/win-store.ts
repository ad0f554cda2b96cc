import type { Temporal } from "temporal-polyfill";
import type { Win } from "./win.ts";

/** Keeps shared wins and thanks. */
export interface WinStore {
  /** Adds it unless its event shared one before; returns the one that is kept. */
  add(win: Win): Promise<{ readonly win: Win; readonly isNew: boolean }>;
  get(id: string): Promise<Win | null>;
  /** True only for the first confirmation. */
  confirm(id: string, by: string, at: Temporal.Instant): Promise<boolean>;
}
