import type { ConnectOutcome } from "../ports/slack-operator.ts";
import type { Words } from "../ports/words.ts";
import { type CommandContext, type CommandIo, exitCodes, type StoreCommand } from "./command.ts";
import { readArgumentFile } from "./read-argument-file.ts";
import { keyNames, readSlackKeys } from "./read-slack-keys.ts";

/** Takes in the keys of an organisation's own Slack app, checks them with Slack and keeps them sealed. */
export const slackConnectCommand: StoreCommand = {
  name: "slack connect",
  needs: "store",
  summary: "connect a Slack workspace with the keys of its app",
  configure: (definition) => {
    definition
      .option("--file <file>", "a file with the keys, such as SLACK_BOT_TOKEN=xoxb-...; or JSON")
      .option("--workspace <id>", "the workspace that is meant (T...); another one is refused")
      .addHelpText("after", `\n${help}`);
  },
  readInput: async ({ options, directory }, io, keyboard) => {
    if (typeof options.file === "string")
      return (await readArgumentFile(options.file, directory, io))?.text ?? null;
    const piped = await keyboard.readAll();
    if (piped !== null) return piped;
    const lines: string[] = [];
    for (const name of Object.values(keyNames)) {
      const answer = await keyboard.askSecret(`${name} (Enter: there is none)`);
      if (answer === null) {
        io.err("✗ Nothing was entered, nothing was kept. A file will do as well: --file slack.env");
        return null;
      }
      lines.push(`${name}=${answer}`);
    }
    return lines.join("\n");
  },
  run: async (context, { options, input = "" }, io) => {
    const words = context.wordsFor("en");
    const reading = readSlackKeys(input);
    if (reading.kind === "faults") {
      for (const { name, fault } of reading.faults)
        io.err(`✗ ${words.say(`operator.keys.${fault}`, { name })}`);
      return exitCodes.refused;
    }
    if (Object.keys(reading.keys).length === 0) {
      io.err(`✗ ${words.say("operator.keys.none")}`);
      return exitCodes.refused;
    }
    const workspace = typeof options.workspace === "string" ? options.workspace : null;
    const outcome = await context.slack.connect(reading.keys, workspace);
    if (outcome.kind !== "refused") await note(context, outcome);
    return tell(outcome, words, io);
  },
};

const help = `The keys never stand on the command line. They are read from the file, from what is piped in, or asked for:
  ${Object.values(keyNames).join(", ")}
A bot token is checked at once. Without one, a link is printed that installs the app. It is logged.`;

/** Which workspace it was, never a key. */
async function note({ transact, clock }: CommandContext, outcome: ConnectOutcome): Promise<void> {
  const subject = outcome.kind === "connected" ? outcome.tenant : "not installed yet";
  const action = outcome.kind === "connected" ? "slack.connected" : "slack.prepared";
  const entry = { partnershipId: null, actor: "operator", action, subject };
  await transact(({ audit }) => audit.add(entry, clock.now()));
}

function tell(outcome: ConnectOutcome, words: Words, io: CommandIo): number {
  switch (outcome.kind) {
    case "connected": {
      const { name, tenant, missingScopes } = outcome;
      io.out(
        words.say(outcome.isNew ? "operator.connect.new" : "operator.connect.changed", { name, tenant }),
      );
      if (missingScopes.length > 0)
        io.err(`! ${words.say("operator.connect.missing", { scopes: missingScopes.join(", ") })}`);
      io.err(words.say("operator.connect.next"));
      return exitCodes.done;
    }
    case "waiting":
      io.out(outcome.link);
      io.err(words.say("operator.connect.waiting"));
      return exitCodes.done;
    case "refused":
      io.err(`✗ ${words.say(`operator.connect.refused.${outcome.reason}`, { code: outcome.code })}`);
      return exitCodes.refused;
  }
}
