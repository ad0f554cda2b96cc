import { z } from "zod";

/** What one installation knows of its own Slack app; JSON, sealed at rest. What is not known yet is absent. */
export const slackCredentials = z.object({
  appId: z.string().optional(),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  /** Absent with Socket Mode alone. */
  signingSecret: z.string().optional(),
  /** xapp-...: Socket Mode. */
  appToken: z.string().optional(),
  /** xoxb-... or, with token rotation, xoxe.xoxb-... */
  botToken: z.string().optional(),
  refreshToken: z.string().optional(),
  /** When a rotating bot token ends (ISO 8601). */
  expiresAt: z.string().optional(),
  botId: z.string().optional(),
  botUserId: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  /** Fingerprint of the SLACK_BOT_TOKEN that was seeded last, so that a restart does not undo what came after it. */
  seeded: z.string().optional(),
});

export type SlackCredentials = z.infer<typeof slackCredentials>;
