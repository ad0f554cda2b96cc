/**
 * One line of `rapport doctor`: a check with its result. `code` names the check for good (S03), `key` its line in the
 * catalogue (`doctor.<key>`, with `doctor.<key>Fix` where something must be done).
 */
export interface Finding {
  readonly code: string;
  readonly state: "good" | "attention" | "bad";
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}
