/** A payload as Slack sent it: signed, and unchecked in everything else. */
export type Body = Readonly<Record<string, unknown>>;

const json = "application/json";
const form = "application/x-www-form-urlencoded";

/** The content type without its parameters, when it is one that Slack uses. */
export function contentTypeOf(header: string | undefined): typeof json | typeof form | null {
  const type = header?.split(";", 1)[0]?.trim().toLowerCase();
  return type === json || type === form ? type : null;
}

/**
 * Events come as JSON, commands as a form, clicks as JSON within a form; null for what cannot be read. What a tapped
 * message shows is left out: it is ours, and most of what would be held in memory until the answer is given.
 */
export function readBody(type: typeof json | typeof form, bytes: Buffer): Body | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (type === json) return asObject(JSON.parse(text));
    const parameters = new URLSearchParams(text);
    const payload = parameters.get("payload");
    // Own properties even for names such as `__proto__`.
    return payload === null ? Object.fromEntries(parameters) : withoutBlocks(asObject(JSON.parse(payload)));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Body | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : null;
}

function withoutBlocks(body: Body | null): Body | null {
  const message = body?.message;
  if (typeof message === "object" && message !== null && "blocks" in message) delete message.blocks;
  return body;
}
