import type { Inbound } from "../../../src/ports/chat-adapter.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Logger } from "../../../src/ports/logger.ts";
import type { Words } from "../../../src/ports/words.ts";
import type { Heard } from "../heard.ts";
import type { SlackNotes } from "../slack-notes.ts";
import type { Workspaces } from "../workspaces.ts";
import type { Background } from "./background.ts";
import type { People } from "./people.ts";
import type { ResponseUrls } from "./response-url.ts";

/** What every listener and every way of showing a reply works with. */
export interface InboundContext {
  readonly inbound: Inbound;
  readonly workspaces: Workspaces;
  readonly notes: SlackNotes;
  readonly people: People;
  readonly heard: Heard;
  readonly background: Background;
  readonly responseUrls: ResponseUrls;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly words: Words;
  /** Makes a page's path a whole address; undefined where nobody else could open it. */
  readonly absolute: ((path: string) => string) | undefined;
}
