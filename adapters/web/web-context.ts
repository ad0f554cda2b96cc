import type { Inbound } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Logger } from "../../src/ports/logger.ts";
import type { MessageBoard, SessionKeeper, WebHost } from "../../src/ports/page.ts";
import type { Words } from "../../src/ports/words.ts";

/** What the browser's routes work with. */
export interface WebContext {
  readonly host: WebHost;
  readonly board: MessageBoard;
  readonly sessions: SessionKeeper;
  readonly inbound: Inbound;
  readonly words: Words;
  /** Event ids of forms and incident numbers. */
  readonly ids: Ids;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: WebSettings;
}

export interface WebSettings {
  /** Where people reach us, or null when there is no address but this machine's. */
  readonly publicUrl: string | null;
  /** Whether the open local door may exist at all; each request is checked as well. */
  readonly openDoorAllowed: boolean;
  /** Seals what a check-in session may do; the same in every instance. */
  readonly secret: string;
}
