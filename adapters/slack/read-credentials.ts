import { type SlackCredentials, slackCredentials } from "./slack-credentials.ts";

/** The credentials of a row as the store gives them; null when they cannot be read. */
export function readCredentials(text: string): SlackCredentials | null {
  try {
    const read = slackCredentials.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** The text to store: always in one order, so that equal credentials are equal texts. */
export function credentialsText(credentials: SlackCredentials): string {
  return JSON.stringify(slackCredentials.parse(credentials));
}
