import { sayMoment } from "../partnerships/say-date.ts";
import type { ConnectedWorkspace } from "../ports/slack-operator.ts";
import type { Words } from "../ports/words.ts";
import { exitCodes, type StoreCommand } from "./command.ts";

/** Lists the workspaces that are connected, how they stand and what is to be done. No secret is in it. */
export const slackListCommand: StoreCommand = {
  name: "slack list",
  needs: "store",
  summary: "list the connected Slack workspaces and what each of them needs",
  configure: (definition) => {
    definition.option("--json", "print it as JSON");
  },
  run: async ({ slack, wordsFor }, { options }, io) => {
    const words = wordsFor("en");
    const workspaces = await slack.list();
    if (options.json === true) io.out(JSON.stringify(workspaces, null, 2));
    else if (workspaces.length === 0) io.out(words.say("operator.list.none"));
    else io.out(workspaces.map((workspace) => describe(workspace, words)).join("\n\n"));
    return exitCodes.done;
  },
};

function describe(workspace: ConnectedWorkspace, words: Words): string {
  const { tenant, name, state, stateCode, origin, inbound, missingScopes, changedAt } = workspace;
  const title = words.say("operator.list.title", {
    name: name ?? words.say("operator.list.nameless"),
    tenant: tenant ?? words.say("operator.list.notYet"),
  });
  const at = sayMoment(changedAt, "UTC", "en");
  const stood = words.say(`operator.list.state.${state}`, { code: stateCode ?? "none", date: at });
  const isGone = state === "removed";
  const lines = [
    stood,
    ...(isGone ? [] : [words.say(`operator.list.inbound.${inbound}`)]),
    words.say(`operator.list.origin.${origin}`),
    ...(isGone || missingScopes.length === 0
      ? []
      : [words.say("operator.list.missing", { scopes: missingScopes.join(", ") })]),
    ...todo(workspace, words),
  ];
  return [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

function todo(
  { state, origin, inbound, missingScopes }: ConnectedWorkspace,
  words: Words,
): readonly string[] {
  if (state !== "active") return [words.say(`operator.list.todo.${state}-${origin}`)];
  if (inbound === "nothing") return [words.say("operator.list.todo.inbound")];
  return missingScopes.length === 0 ? [] : [words.say("operator.list.todo.scopes")];
}
