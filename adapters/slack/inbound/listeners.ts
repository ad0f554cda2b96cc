import type { App } from "@slack/bolt";
import { formCallbackId } from "../draw/action-codec.ts";
import type { Arrival } from "./arrival.ts";
import type { Bindings } from "./bindings.ts";
import type { InboundContext } from "./inbound-context.ts";
import { onClick } from "./on-click.ts";
import { onCommand } from "./on-command.ts";
import {
  onChannelMoved,
  onChannelShared,
  onHome,
  onTokensRevoked,
  onUninstalled,
} from "./on-installation.ts";
import { isTypedToUs, onMessage } from "./on-message.ts";
import { onShortcut } from "./on-shortcut.ts";
import { onSubmission } from "./on-submission.ts";
import { createSameAnswer } from "./same-answer.ts";

/** Tells Bolt who works on what. Listeners of events reject when their work failed; all others answer by themselves. */
export function listen(app: App, bindings: Bindings, context: InboundContext): void {
  const needs = { ...context, sameAnswer: createSameAnswer() };
  /** Runs `work` for a payload that is bound to a workspace; any other is nobody's. */
  const on = async (
    body: object,
    ack: ((answer?: never) => Promise<void>) | null,
    work: (arrival: Arrival) => Promise<void>,
  ) => {
    const binding = bindings.get(body);
    const workspace = await binding?.workspace;
    if (!binding || !workspace) return;
    context.background.run("heard", () => context.heard.note(workspace.id));
    const safeAck = async (answer?: unknown) => {
      // The connection may be gone; what was done is kept all the same and shown.
      await ack?.(answer as never).catch(() => {
        context.logger.warn({ code: "slack.ack" }, "Slack could not be told that something arrived.");
      });
    };
    await work({ workspace, deadline: binding.deadline, ack: safeAck });
  };

  app.action({ type: "block_actions" }, ({ body, ack }) =>
    on(body, ack, (here) => onClick(context, body, here)),
  );
  app.view({ callback_id: formCallbackId, type: "view_submission" }, ({ body, ack }) =>
    on(body, ack, (here) => onSubmission(needs, body, here)),
  );
  app.command(/^\//, ({ body, ack }) => on(body, ack, (here) => onCommand(context, body, here)));
  app.shortcut({ type: "message_action" }, ({ body, ack }) =>
    on(body, ack, (here) => onShortcut(context, body, here)),
  );
  app.event("message", ({ body, event, context: { botUserId } }) =>
    on(body, null, async (here) => {
      if (isTypedToUs({ ...event }, botUserId)) await onMessage(context, "typed", body, here);
    }),
  );
  app.event("app_mention", ({ body, event }) =>
    on(body, null, async (here) => {
      if (event.bot_id === undefined) await onMessage(context, "mention", body, here);
    }),
  );
  app.event("app_home_opened", ({ body }) => on(body, null, (here) => onHome(context, body, here)));
  app.event("app_uninstalled", ({ body }) => on(body, null, (here) => onUninstalled(context, body, here)));
  app.event("tokens_revoked", ({ body }) => on(body, null, (here) => onTokensRevoked(context, body, here)));
  app.event("channel_id_changed", ({ body }) =>
    on(body, null, (here) => onChannelMoved(context, body, here)),
  );
  app.event(/^channel_(?:un)?shared$/, ({ body }) =>
    on(body, null, (here) => onChannelShared(context, body, here)),
  );
}
