import type { RosterChange } from "./roster-change.ts";
import type { RosterWrites } from "./roster-store.ts";
import type { SettingWords } from "./roster-words.ts";

/** The differences between a roster and what is known, and the rows that bring them about. */
export interface ImportPlan {
  readonly changes: readonly RosterChange[];
  readonly writes: RosterWrites;
}

type Growing<Lists> = {
  readonly [List in keyof Lists]: Lists[List] extends readonly (infer Row)[] ? Row[] : never;
};

/** What a change is about. */
type ChangeSubject = Pick<RosterChange, "partnershipId" | "partnership" | "what" | "subject"> & {
  readonly detail?: string;
};

/** A plan while it is being made. */
export interface ImportDraft extends ImportPlan {
  readonly changes: RosterChange[];
  readonly writes: Growing<Omit<RosterWrites, "left">> & { readonly left: Growing<RosterWrites["left"]> };
  /**
   * Notes what differs between before (null when it is new) and now, a line a setting. False when nothing does.
   * `introduction` says in a few words what was added.
   */
  compare(
    about: ChangeSubject,
    before: { readonly active: boolean; readonly words: SettingWords } | null,
    now: SettingWords,
    introduction: string,
  ): boolean;
  /** Notes that it is no longer in the roster. */
  leave(about: ChangeSubject, rows: keyof RosterWrites["left"], id: string): void;
}

/** An empty draft. */
export function startDraft(): ImportDraft {
  const changes: RosterChange[] = [];
  const left = { partnerships: [], parties: [], contacts: [], routes: [] };
  const writes: ImportDraft["writes"] = {
    partnerships: [],
    parties: [],
    contacts: [],
    routes: [],
    identities: [],
    revoked: [],
    left,
  };
  const note = (about: ChangeSubject, rest: Partial<RosterChange> & Pick<RosterChange, "action">) => {
    changes.push({ detail: null, field: null, from: null, to: null, ...about, ...rest });
  };
  return {
    changes,
    writes,
    compare(about, before, now, introduction) {
      const length = changes.length;
      const detail = about.detail ?? introduction;
      if (before === null) note(about, { action: "added", detail });
      else if (!before.active) note(about, { action: "reactivated", detail });
      for (const [field, to] of Object.entries(before === null ? {} : now)) {
        const from = before?.words[field] ?? "none";
        if (from !== to) note(about, { action: "changed", field, from, to });
      }
      return changes.length > length;
    },
    leave(about, rows, id) {
      note(about, { action: "deactivated" });
      writes.left[rows].push(id);
    },
  };
}
