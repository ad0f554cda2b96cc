import { z } from "zod";
import type { Finding } from "../../../src/ports/finding.ts";
import type { SlackEvidence } from "../../../src/ports/slack-operator.ts";
import { readPlace } from "../slack-address.ts";
import type { AskSlack } from "./ask-slack.ts";

type Post = SlackEvidence["posts"][number];

interface Found {
  readonly state: Finding["state"];
  readonly key: string;
  readonly code?: string;
}

const info = z.object({
  channel: z.object({
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_ext_shared: z.boolean().optional(),
  }),
});

/** A workspace as one may ask it now. */
export interface Connection {
  readonly token: string;
  /** The id that a channel has now. */
  channel(known: string): Promise<string>;
}

interface PostNeeds {
  readonly ask: AskSlack;
  /** The workspace or organisation that a post names; null where it is not connected. */
  readonly connect: (tenant: string) => Promise<Connection | null>;
}

/** Check S06: every conversation that a roster posts to. */
export async function checkPosts(needs: PostNeeds, posts: readonly Post[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const post of posts) {
    const { state, key, code = "" } = await look(needs, post);
    const { partnership, address } = post;
    findings.push({ code: "S06", state, key, values: { partnership, address, code } });
  }
  return findings;
}

async function look({ ask, connect }: PostNeeds, post: Post): Promise<Found> {
  const place = readPlace(post.address);
  if (place === null) return { state: "bad", key: "slackPostUnknown", code: "address" };
  const connection = await connect(place.tenant);
  if (connection === null) return { state: "bad", key: "slackPostNoWorkspace" };
  const channel = await connection.channel(place.channel);
  const said = await ask("conversations.info", connection.token, { channel });
  if (said.isUnreached) return { state: "attention", key: "slackPostUnchecked", code: said.error };
  if (!said.ok) return { state: "bad", key: "slackPostUnknown", code: said.error };
  const { data } = info.safeParse(said.body);
  if (data === undefined) return { state: "attention", key: "slackPostUnchecked", code: "unreadable" };
  if (data.channel.is_archived === true) return { state: "bad", key: "slackPostArchived" };
  // One-side text never goes where both sides read (PLATFORMS 2).
  if (post.oneSide && data.channel.is_ext_shared === true) return { state: "bad", key: "slackPostShared" };
  if (data.channel.is_member !== true) return { state: "bad", key: "slackPostNotMember" };
  return { state: "good", key: "slackPost" };
}
