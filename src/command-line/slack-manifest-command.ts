import { stringify } from "yaml";
import type { AppManifest } from "../ports/slack-operator.ts";
import type { Words } from "../ports/words.ts";
import { type CommandArgs, type CommandIo, exitCodes, type ToolCommand } from "./command.ts";

/** Prints the sheet from which Slack makes an organisation's own app; what to do with it goes beside the result. */
export const slackManifestCommand: ToolCommand = {
  name: "slack manifest",
  needs: "tools",
  summary: "print the manifest of the Slack app, ready to paste",
  configure: (definition) => {
    definition
      .option("--url <address>", "how Slack reaches Rapport, such as https://rapport.example.org")
      .option("--socket", "use Socket Mode: Slack needs no way in")
      .option("--rotation", "bot tokens that end after twelve hours and are renewed")
      .option(
        "--channel-history",
        "let it find its own posts in channels again, so that no digest comes twice",
      )
      .option("--link", "print a link that opens Slack with the manifest filled in")
      .option("--yaml", "print YAML in place of JSON")
      .option("--gov", "make the link for GovSlack");
  },
  run: async (tools, args, io) => {
    const words = await tools.words();
    const { options } = args;
    const address = readAddress(args);
    if (address.fault !== null) {
      io.err(`✗ ${words.say(`operator.url.${address.fault}`, { url: String(options.url) })}`);
      return exitCodes.usage;
    }
    const made = await tools.slackManifest({
      url: address.url,
      socketMode: options.socket === true,
      tokenRotation: options.rotation === true,
      channelHistory: options.channelHistory === true,
      gov: options.gov === true,
    });
    io.out(printed(made, options));
    tellSteps(made, options, words, io);
    return exitCodes.done;
  },
};

type Address =
  | { readonly url: string | null; readonly fault: null }
  | { readonly fault: "missing" | "unreadable" | "insecure" | "tooLong" };

/** Scheme, host and port alone; Slack calls nothing but https, except on one's own machine. */
function readAddress({ options }: CommandArgs): Address {
  if (options.url === undefined)
    return options.socket === true ? { url: null, fault: null } : { fault: "missing" };
  if (typeof options.url !== "string" || !URL.canParse(options.url)) return { fault: "unreadable" };
  const url = new URL(options.url);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    return { fault: "insecure" };
  const isBare = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return isBare ? { url: url.origin, fault: null } : { fault: "tooLong" };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function printed({ manifest, link }: AppManifest, options: CommandArgs["options"]): string {
  if (options.link === true) return link;
  return options.yaml === true ? stringify(manifest) : JSON.stringify(manifest, null, 2);
}

function tellSteps(
  { scopes }: AppManifest,
  options: CommandArgs["options"],
  words: Words,
  io: CommandIo,
): void {
  const first = options.link === true ? "operator.manifest.open" : "operator.manifest.paste";
  const isHttp = options.socket !== true;
  const lines = [
    words.say(first, { host: options.gov === true ? "api.slack-gov.com" : "api.slack.com" }),
    words.say("operator.manifest.connect"),
    ...(isHttp
      ? [words.say("operator.manifest.verify"), words.say("operator.manifest.delayed")]
      : [words.say("operator.manifest.appToken")]),
    ...(options.rotation === true ? [words.say("operator.manifest.rotation")] : []),
    "",
    words.say("operator.manifest.scopes"),
    ...scopes.map((scope) => `  ${scope}: ${words.say(`operator.scope.${scope}`)}`),
  ];
  io.err(lines.join("\n"));
}
