/** Makes text safe where Slack reads mrkdwn: what could start a mention, link or entity is data (PLATFORMS 3). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * What a person typed, out of the text that Slack sends for a message or command: entities are characters again, and
 * mentions, channels and links are plain words that cannot ping or hide an address. Nothing else is changed.
 */
export function fromSlackText(text: string): string {
  return text.replace(/<([^<>]+)>|&(amp|lt|gt);/gu, (whole: string, inside?: string, entity?: string) => {
    if (inside !== undefined) return plainToken(inside) ?? whole;
    return entity === undefined ? whole : entities[entity as keyof typeof entities];
  });
}

const entities = { amp: "&", lt: "<", gt: ">" };

/** A word joiner after the sign: it looks the same and names nobody, wherever the text goes next. */
const mute = "@\u2060";

/** The inside of `<...>` as plain words; null when it is not Slack's. */
function plainToken(inside: string): string | null {
  const [target = "", ...rest] = inside.split("|");
  const label = fromSlackText(rest.join("|"));
  if (target.startsWith("@")) return `@${label || "someone"}`;
  if (target.startsWith("#")) return `#${label || "channel"}`;
  if (/^!date\^/u.test(target)) return label;
  if (/^!subteam\^/u.test(target)) return `${mute}${label.replace(/^@/u, "") || "group"}`;
  if (target.startsWith("!")) return `${mute}${target.slice(1)}`;
  return /^[a-z][a-z0-9+.-]*:/iu.test(target) ? plainLink(fromSlackText(target), label) : null;
}

/** A label that repeats the address is what was typed; any other stands before the address. */
function plainLink(address: string, label: string): string {
  const shown = address.replace(/^(?:https?:\/\/|mailto:|tel:)/iu, "");
  if (label === "") return address.startsWith("mailto:") ? shown : address;
  return label === address || label === shown || `${label}/` === shown ? label : `${label} (${address})`;
}
