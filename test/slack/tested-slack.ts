import { startEmulatedSlack } from "./emulated-slack.ts";
import { startLoopbackSlack } from "./loopback-slack.ts";
import type { Person, SlackMessage, SlackView, SlackWorkspace } from "./slack-model.ts";
import type { SlackStage } from "./slack-stage.ts";

/** What the suite asks of a Slack, whoever wrote it. */
export interface TestedSlack extends SlackStage {
  readonly apiUrl: string;
  readonly token: string;
  readonly workspace: SlackWorkspace;
  readonly ada: Person;
  readonly channelId: string;
  readonly blockFaults: readonly string[];
  dm(person: Person): Promise<readonly SlackMessage[]>;
  view(person: Person): SlackView | null;
  home(person: Person): SlackView | null;
  close(): Promise<void>;
}

/** Our loopback Slack with one person and one channel. */
export async function startOurs(): Promise<TestedSlack> {
  const slack = await startLoopbackSlack({ workspaces: [{ team: "T1" }] });
  const ada = { team: "T1", user: "U1" };
  slack.addUser(ada);
  slack.addChannel({ id: "C1", team: "T1", members: [ada] });
  const workspace = slack.workspace("T1");
  const dm = async ({ team, user }: Person) => slack.dm(team, user);
  return { ...slack, workspace, token: workspace.token ?? "", ada, channelId: "C1", dm };
}

/** The emulator that others wrote, with the same. */
export async function startTheirs(): Promise<TestedSlack> {
  const slack = await startEmulatedSlack();
  return { ...slack, ada: slack.people.get("ada")!, channelId: slack.channel.id };
}
