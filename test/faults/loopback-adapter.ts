import { z } from "zod";
import type { ChatAdapter, Conversation, Platform, SendOutcome } from "../../src/ports/chat-adapter.ts";

const sentShape = z.object({ id: z.string() });
const historyShape = z.object({ messages: z.array(z.object({ id: z.string(), key: z.string() })) });

/**
 * The adapter of the loopback platform. It stands in for Slack: no idempotency key, a history that can be read,
 * and the error classes of PLATFORMS 3. `Retry-After` is handed on as it came.
 */
export function createLoopbackAdapter(url: string, platform: Platform = "slack"): ChatAdapter {
  return {
    platform,
    capabilities: { duplicates: "history", updates: true },
    surface: () => "private",
    lane: () => platform,
    async send({ to, card, key }) {
      try {
        const response = await post(`${url}/messages`, { to, card, key });
        return await outcomeOf(response, to as Conversation);
      } catch (error) {
        const code = codeOf(error);
        return code === "ECONNREFUSED" ? { kind: "failed", code } : { kind: "unknown", code };
      }
    },
    async find({ to, key }) {
      try {
        const response = await fetch(`${url}/history?${new URLSearchParams({ to, key })}`);
        if (response.status === 404) return { kind: "untraceable" };
        if (!response.ok) return { kind: "cannot-tell" };
        const { messages } = historyShape.parse(await response.json());
        const found = messages.find((message) => message.key === key);
        if (found === undefined) return { kind: "absent" };
        return { kind: "found", conversation: to as Conversation, messageId: found.id };
      } catch {
        return { kind: "cannot-tell" };
      }
    },
    async update({ messageId, card }) {
      const response = await post(`${url}/messages/${messageId}`, { card }).catch(() => null);
      return response?.ok === true;
    },
  };
}

async function outcomeOf(response: Response, conversation: Conversation): Promise<SendOutcome> {
  const code = `http.${response.status}`;
  if (response.status === 429) {
    const header = response.headers.get("Retry-After");
    return { kind: "rate-limited", retryAfterSeconds: header === null ? Number.NaN : Number(header) };
  }
  if (response.status === 403) return { kind: "blocked", code };
  if (response.status === 404) return { kind: "gone", code };
  if (response.status >= 500) return { kind: "unknown", code };
  if (!response.ok) return { kind: "rejected", code };
  const read = sentShape.safeParse(await response.json());
  return read.success
    ? { kind: "sent", conversation, messageId: read.data.id }
    : { kind: "unknown", code: "unreadable" };
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) });
}

function codeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "network";
}
