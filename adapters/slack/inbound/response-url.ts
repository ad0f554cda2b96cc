import { isIP } from "node:net";
import { type Posted, postJson } from "./post-json.ts";

/** Sends to a `response_url`. */
export interface ResponseUrls {
  /** Whether Slack took it. Never rejects; an address that is not Slack's own is not called at all. */
  respond(url: string | null, message: Readonly<Record<string, unknown>>): Promise<boolean>;
}

type PostJson = (url: string, content: Readonly<Record<string, unknown>>) => Promise<Posted>;

/** `apiUrl` says whose Slack it is: `hooks.slack.com` belongs to `https://slack.com/api/`. */
export function createResponseUrls(apiUrl: string, post: PostJson = postJson): ResponseUrls {
  const mayCall = createCheck(new URL(apiUrl));
  return {
    async respond(url, message) {
      if (url === null || !mayCall(url)) return false;
      try {
        const { status, text } = await post(url, message);
        // Some refusals come with status 200.
        return status >= 200 && status < 300 && !/"ok"\s*:\s*false/.test(text);
      } catch {
        return false;
      }
    },
  };
}

/** https at exactly Slack's host for hooks (PLATFORMS 2); where Slack itself is on this machine, that same origin. */
function createCheck(api: URL): (url: string) => boolean {
  const host = `hooks.${api.host.replace(/^www\./, "")}`;
  return (url) => {
    const parsed = URL.parse(url);
    if (parsed === null || parsed.username !== "" || parsed.password !== "") return false;
    if (isLoopback(api.hostname)) return parsed.origin === api.origin;
    return parsed.protocol === "https:" && parsed.host === host;
  };
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."))
  );
}
