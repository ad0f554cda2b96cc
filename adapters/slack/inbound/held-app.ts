import {
  App,
  AuthorizationError,
  type AuthorizeResult,
  type Receiver,
  type ReceiverEvent,
} from "@slack/bolt";
import { RapportError } from "../../../src/errors.ts";
import type { Logger } from "../../../src/ports/logger.ts";
import type { Bindings } from "./bindings.ts";
import { createBoltLogger } from "./bolt-logger.ts";

/** What the app is made of. */
export interface HeldAppNeeds {
  readonly receiver: Receiver;
  readonly bindings: Bindings;
  readonly logger: Logger;
  /** Slack's Web API, with a slash at its end. */
  readonly apiUrl: string;
}

/**
 * Bolt's app, but for one thing: it acknowledges events before it works on them, and here no event is acknowledged
 * until its work is done. `processEvent` rejects when something failed; then nothing was acknowledged.
 */
export class HeldApp extends App {
  readonly #bindings: Bindings;

  constructor({ receiver, bindings, logger, apiUrl }: HeldAppNeeds) {
    super({
      receiver,
      authorize: (_source, body) => authorize(bindings, body),
      logger: createBoltLogger(logger),
      clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, allowAbsoluteUrls: false },
      convoStore: false,
      ignoreSelf: true,
      attachFunctionToken: false,
    });
    this.#bindings = bindings;
    this.error(async (error) => {
      // Bolt acknowledges a payload that nobody authorised, which is right for those that are none of ours.
      if (error instanceof AuthorizationError && isUnbound(error.original)) return;
      throw error;
    });
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    try {
      if (event.body.event === undefined) return await super.processEvent(event);
      let isAcknowledged = false;
      await super.processEvent({
        ...event,
        ack: async () => {
          isAcknowledged = true;
        },
      });
      if (isAcknowledged) await event.ack();
    } finally {
      this.#bindings.get(event.body)?.deadline.end();
    }
  }
}

/** Everything that Bolt would otherwise ask Slack for (`auth.test`), out of what is kept. */
async function authorize(bindings: Bindings, body: object | undefined): Promise<AuthorizeResult> {
  const workspace = body && (await bindings.get(body)?.workspace);
  if (!workspace) throw new RapportError(unbound, "This payload came through no app that is installed.");
  const { botToken, botId, botUserId } = workspace.credentials;
  return {
    ...(botToken === undefined ? {} : { botToken }),
    ...(botId === undefined ? {} : { botId }),
    ...(botUserId === undefined ? {} : { botUserId }),
    ...(workspace.tenant?.startsWith("T") ? { teamId: workspace.tenant } : {}),
    ...(workspace.enterprise === null ? {} : { enterpriseId: workspace.enterprise }),
  };
}

const unbound = "slack.unbound";

function isUnbound(error: unknown): boolean {
  return error instanceof RapportError && error.code === unbound;
}
