import {
  appUninstalled,
  channelIdChanged,
  channelShared,
  channelUnshared,
  openHome,
  say,
  tokensRevoked,
  verifyUrl,
} from "./drive-events.ts";
import {
  click,
  closeModal,
  command,
  type Fields,
  fill,
  shortcut,
  submit,
  type Which,
} from "./drive-interactions.ts";
import type { DriverContext, How, Surface } from "./driver-context.ts";
import { createSender, type Delivery, type Retry, type Room } from "./send-to-app.ts";
import type { Person, SlackMessage } from "./slack-model.ts";
import type { SlackStage } from "./slack-stage.ts";
import type { Submitted } from "./take-answer.ts";

/** Does what people and Slack do, and posts to our program what Slack posts then, correctly signed. */
export interface SlackDriver {
  /** The same driver, with something unusual about what it sends. */
  with(how: How): SlackDriver;
  /** Puts something into fields; it goes along with the next tap or submission. */
  fill(person: Person, surface: Surface, fields: Fields): void;
  /** One tap (`block_actions`). Throws when there is nothing such to tap, or the person does not see it. */
  click(person: Person, surface: Surface, which: Which): Promise<Delivery>;
  /** Fills in and submits the top modal; the answer is done to it. Throws when Slack's window would not send it. */
  submit(person: Person, fields?: Fields): Promise<Delivery & Submitted>;
  /** Null when the app did not ask to hear of it. */
  closeModal(person: Person): Promise<Delivery | null>;
  /** Without a channel: in the conversation with the app. Throws for outsiders, who have no commands. */
  command(person: Person, command: string, text?: string, channel?: string): Promise<Delivery>;
  shortcut(person: Person, callbackId: string, message: SlackMessage): Promise<Delivery>;
  say(person: Person, text: string): Promise<Delivery>;
  openHome(person: Person, tab?: "home" | "messages"): Promise<Delivery>;
  channelShared(channel: string, team: string): Promise<Delivery>;
  channelUnshared(channel: string, team: string): Promise<Delivery>;
  channelIdChanged(oldId: string, newId: string): Promise<Delivery>;
  appUninstalled(team: string): Promise<Delivery>;
  tokensRevoked(team: string): Promise<Delivery>;
  verifyUrl(team: string, challenge: string): Promise<Delivery>;
  /** The same bytes with the same headers once more. */
  replay(delivery: Delivery): Promise<Delivery>;
  /** The same event, sent again by Slack: signed anew, with the headers of a retry. */
  retry(delivery: Delivery, retry?: Retry): Promise<Delivery>;
}

export interface DriverOptions {
  readonly slack: SlackStage;
  /** Where our program listens, without a path; not needed for Socket Mode. */
  readonly endpoint?: string;
  readonly paths?: Partial<Readonly<Record<Room, string>>>;
  /** `socket`: through the connection that our program has opened. */
  readonly through?: "http" | "socket";
}

/** A driver for one Slack and one program. */
export function createSlackDriver(options: DriverOptions): SlackDriver {
  const { slack, endpoint = "http://127.0.0.1", paths, through = "http" } = options;
  if (through === "socket" && slack.sockets === undefined) throw new Error("this Slack has no Socket Mode");
  const sender = createSender({
    state: slack.state,
    endpoint,
    ...(paths && { paths }),
    ...(through === "socket" && slack.sockets && { sockets: slack.sockets }),
  });
  return driverOf({ stage: slack, sender, how: {}, fillings: new Map() });
}

function driverOf(context: DriverContext): SlackDriver {
  return {
    with: (how) => driverOf({ ...context, how: { ...context.how, ...how } }),
    fill: (person, surface, fields) => fill(context, person, surface, fields),
    click: (person, surface, which) => click(context, person, surface, which),
    submit: (person, fields = {}) => submit(context, person, fields),
    closeModal: (person) => closeModal(context, person),
    command: (person, name, text = "", channel) => {
      return command(context, person, { command: name, text, ...(channel !== undefined && { channel }) });
    },
    shortcut: (person, callbackId, message) => shortcut(context, person, callbackId, message),
    say: (person, text) => say(context, person, text),
    openHome: (person, tab) => openHome(context, person, tab),
    channelShared: (channel, team) => channelShared(context, channel, team),
    channelUnshared: (channel, team) => channelUnshared(context, channel, team),
    channelIdChanged: (oldId, newId) => channelIdChanged(context, oldId, newId),
    appUninstalled: (team) => appUninstalled(context, team),
    tokensRevoked: (team) => tokensRevoked(context, team),
    verifyUrl: (team, challenge) => verifyUrl(context, team, challenge),
    replay: ({ sent }) => context.sender.replay(sent),
    retry: ({ sent }, retry = { number: 1, reason: "http_timeout" }) => {
      return context.sender.send(sent.room, sent.workspace, sent.payload, { retry, forgery: context.how });
    },
  };
}
