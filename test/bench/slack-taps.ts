import postgres from "postgres";
import { openRapport } from "../../src/compose.ts";
import { readSettings } from "../../src/config.ts";
import { createLogger } from "../../src/logging.ts";
import { interactives } from "../slack/block-elements.ts";
import { actionJson, interaction, messagePlace } from "../slack/interaction-payloads.ts";
import type { LoopbackSlack } from "../slack/loopback-slack.ts";
import { addResponseUrl } from "../slack/response-urls.ts";
import type { Person } from "../slack/slack-model.ts";
import { findDirect } from "../slack/slack-state.ts";
import { benchRoster } from "./bench-roster.ts";
import type { TappingPerson } from "./load-slack.ts";

/** The workspace whose people tap. */
export const team = "T0001";

/** Signs what they tap; in the form of Slack's own. */
export const signingSecret = "0123456789abcdef".repeat(2);

/** What Rapport is told of that workspace, as environment variables. */
export function slackEnvironment(slack: LoopbackSlack, url: string): Record<string, string> {
  const { token } = slack.workspace(team);
  return {
    DATABASE_URL: url,
    RAPPORT_SECRET: "bench".repeat(8),
    SLACK_BOT_TOKEN: token ?? "",
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
}

/** Sends an open check-in to each of `count` people, in their own conversation with the app. */
export async function sendCheckIns(
  url: string,
  slack: LoopbackSlack,
  count: number,
): Promise<readonly Person[]> {
  const read = readSettings(slackEnvironment(slack, url));
  if (read.kind === "faults") throw new Error(read.faults.join("\n"));
  const settings = { ...read.settings, slackMessagesPerMinute: 1_000_000 };
  const rapport = await openRapport(settings, { logger: createLogger("silent"), quietHours: false });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await rapport.chat.listen();
    await benchRoster(rapport, { partnerships: 1, contactsASide: count / 2, route: "slack" });
    await sql`update contacts set consented_at = now(), introduced_at = now()`;
    const routes = await sql<{ address: string }[]>`select address from routes where platform = 'slack'`;
    const people = routes.map(({ address }) => ({ team, user: address.slice(team.length + 1) }));
    for (const person of people) slack.addUser(person);
    await rapport.context.queueDueWork();
    await rapport.queue.drain();
    return people;
  } finally {
    await sql.end();
    await rapport.close();
  }
}

/** Their taps on the ratings of that check-in. */
export function tapsOf(slack: LoopbackSlack, people: readonly Person[]): readonly TappingPerson[] {
  const { state } = slack;
  const workspace = slack.workspace(team);
  return people.map((person) => {
    const channel = findDirect(state, workspace, person);
    const message = channel?.messages.at(-1);
    if (channel === null || message === undefined) throw new Error(`${person.user} got no check-in.`);
    const { trigger_id: _, ...common } = interaction(
      { state, workspace, person, triggerId: "" },
      "block_actions",
    );
    const payload = { ...common, ...messagePlace(state, channel, message), state: { values: {} } };
    const ratings = interactives(message.blocks).filter(({ element }) =>
      String(element.action_id).startsWith("act:rate:"),
    );
    if (ratings.length === 0) throw new Error(`The card of ${person.user} has nothing to rate.`);
    return {
      head: encodedHead(payload),
      actions: ratings.map((rating) => {
        const { action_ts: __, ...action } = actionJson(rating, undefined, "");
        return encodedHead(action);
      }),
      responseUrls: Array.from({ length: urlsEach }, () => {
        const { id } = addResponseUrl(state, workspace, person, { channel: channel.id, ts: message.ts });
        return `${slack.url}/response/${id}`;
      }),
    };
  });
}

/** Each is good for five answers until `forgetCalls`. */
const urlsEach = 20;

/** Forgets what was sent to Slack, which would fill the memory; how many calls there were. */
export function forgetCalls(slack: LoopbackSlack): number {
  for (const url of slack.state.responseUrls.values()) url.uses.length = 0;
  return (slack.calls as unknown[]).splice(0).length;
}

function encodedHead(content: object): string {
  return encodeURIComponent(JSON.stringify(content).slice(0, -1));
}
