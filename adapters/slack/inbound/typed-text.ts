import { fromSlackText } from "../draw/slack-text.ts";

/** The words of a command as a person meant them: without the mention or the `/pulse` in front. */
export function typedText(raw: string, botUserId: string | undefined): string {
  const mention = botUserId === undefined ? "" : `(?:<@${botUserId}(?:\\|[^>]*)?>[\\s,:]*)?`;
  const front = new RegExp(`^\\s*${mention}(?:/pulse(?=\\s|$))?`, "iu");
  return fromSlackText(raw.replace(front, "")).trim();
}
