/**
 * What Rapport's app asks a workspace for, and nothing else: the manifest and the install link name the same.
 *
 * | scope | what for |
 * |---|---|
 * | chat:write | To send check-ins, receipts and summaries, and to replace them in place. |
 * | commands | To answer /pulse and the shortcuts. |
 * | im:write | To open the direct conversation in which a person gets their check-in. |
 * | im:history | To look in that conversation whether a message arrived, so that none is sent twice. |
 * | channels:read | To see whether a public channel is shared with another organisation, before posting there. |
 * | groups:read | To see the same of a private channel that Rapport was invited to. |
 * | app_mentions:read | To answer when somebody writes @Rapport in a channel. |
 */
export const botScopes: readonly string[] = [
  "chat:write",
  "commands",
  "im:write",
  "im:history",
  "channels:read",
  "groups:read",
  "app_mentions:read",
];

/**
 * Asked for only with `--channel-history`: to find our own posts in channels again after a broken connection, so that no
 * digest comes twice. They would let the app read everything in the channels that it was invited to.
 */
export const historyScopes: readonly string[] = ["channels:history", "groups:history"];
