import type { SlackKeys } from "../ports/slack-operator.ts";

/** Read keys, or what is wrong with each: its name and the line `operator.keys.<fault>`. Values are never repeated. */
export type KeysReading =
  | { readonly kind: "keys"; readonly keys: SlackKeys }
  | {
      readonly kind: "faults";
      readonly faults: readonly { readonly name: string; readonly fault: string }[];
    };

/** Every key by the name that people write, in the order of Slack's pages. */
export const keyNames = {
  signingSecret: "SLACK_SIGNING_SECRET",
  clientId: "SLACK_CLIENT_ID",
  clientSecret: "SLACK_CLIENT_SECRET",
  botToken: "SLACK_BOT_TOKEN",
  refreshToken: "SLACK_REFRESH_TOKEN",
  appToken: "SLACK_APP_TOKEN",
} as const satisfies Record<keyof SlackKeys, string>;

const forms: Readonly<Partial<Record<keyof SlackKeys, readonly [RegExp, string]>>> = {
  botToken: [/^(?:xoxb-|xoxe\.xoxb-)/, "botToken"],
  refreshToken: [/^xoxe-/, "refreshToken"],
  appToken: [/^xapp-/, "appToken"],
};

/** Stands beside the keys where they are copied from, and is not needed. */
const unneeded = new Set(["apiurl", "appid", "verificationtoken"]);

/**
 * Reads keys out of a file: lines such as SLACK_BOT_TOKEN=xoxb-..., or JSON with the same names or with those of Slack
 * (`signing_secret`). Other lines of an environment file are passed over; an empty value counts as not there.
 */
export function readSlackKeys(text: string): KeysReading {
  const entries = text.trimStart().startsWith("{") ? jsonEntries(text) : lineEntries(text);
  if (entries === null) return { kind: "faults", faults: [{ name: "JSON", fault: "unreadable" }] };
  const keys: Partial<Record<keyof SlackKeys, string>> = {};
  const faults: { name: string; fault: string }[] = [];
  for (const [name, value] of entries) {
    const key = byPlainName.get(plain(name));
    if (key === undefined) {
      if (!unneeded.has(plain(name))) faults.push({ name, fault: "unknown" });
      continue;
    }
    if (value === "") continue;
    const [form, fault] = forms[key] ?? [/./, ""];
    if (!/^[\x21-\x7e]{1,500}$/.test(value)) faults.push({ name: keyNames[key], fault: "signs" });
    else if (!form.test(value)) faults.push({ name: keyNames[key], fault });
    else keys[key] = value;
  }
  return faults.length > 0 ? { kind: "faults", faults } : { kind: "keys", keys };
}

type Entries = readonly (readonly [string, string])[];

function jsonEntries(text: string): Entries | null {
  try {
    return Object.entries(JSON.parse(text) as object).map(([name, value]) => [
      name,
      String(value ?? "").trim(),
    ]);
  } catch {
    return null;
  }
}

function lineEntries(text: string): Entries {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value = ""] = /^\s*(?:export\s+)?(SLACK_\w+)\s*=\s*(.*?)\s*$/i.exec(line) ?? [];
    const [, , quoted] = /^(["'])(.*)\1$/.exec(value) ?? [];
    return name === undefined ? [] : [[name, quoted ?? value] as const];
  });
}

const byPlainName: ReadonlyMap<string, keyof SlackKeys> = new Map(
  Object.entries(keyNames).map(([key, name]) => [plain(name), key as keyof SlackKeys]),
);

/** SLACK_SIGNING_SECRET, signing_secret and signingSecret are one name. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^slack_/, "")
    .replaceAll("_", "");
}
