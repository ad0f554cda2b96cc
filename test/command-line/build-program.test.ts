import { describe, expect, test } from "vitest";
import { type CommandLine, runCommandLine, type WithStore } from "../../src/command-line/build-program.ts";
import type { Command, CommandArgs, CommandContext, CommandIo } from "../../src/command-line/command.ts";
import { RapportError } from "../../src/errors.ts";

const context = {} as CommandContext;
const seen: { args: CommandArgs; context: CommandContext | null }[] = [];

const commands: readonly Command[] = [
  {
    name: "digest",
    needs: "store",
    summary: "print a month",
    configure: (definition) =>
      void definition
        .argument("<key>")
        .argument("[other]")
        .requiredOption("--month <month>")
        .option("--dry-run"),
    run: async (given, args) => {
      seen.push({ args, context: given });
      return 3;
    },
  },
  {
    name: "roster check",
    needs: "nothing",
    summary: "check a file",
    configure: (definition) => void definition.argument("<file>"),
    run: async (args, io) => {
      seen.push({ args, context: null });
      io.out("fine");
      return 0;
    },
  },
  {
    name: "roster schema",
    needs: "nothing",
    summary: "print the schema",
    configure: () => {},
    run: async () => {
      throw new RapportError("store.locked", "Another process uses the data.");
    },
  },
  {
    name: "keys enter",
    needs: "store",
    summary: "take in what no command line may hold",
    configure: () => {},
    readInput: async (_args, _io, keyboard) => keyboard.readAll(),
    runWithoutStore: ({ check, reasons }, _args, io) => {
      io.err(`${check}: ${reasons.join()}`);
      return 1;
    },
    run: async (given, args) => {
      seen.push({ args, context: given });
      return 0;
    },
  },
  {
    name: "sheet",
    needs: "tools",
    summary: "print a sheet",
    configure: () => {},
    run: async (tools, _args, io) => {
      io.out((await tools.words()).language);
      return 0;
    },
  },
  {
    name: "health",
    needs: "nothing",
    summary: "break",
    configure: () => {},
    run: async () => {
      throw new TypeError("x is not a function");
    },
  },
];

const noStore: WithStore = async () => {
  throw new Error("the store was opened");
};

async function typed(argv: readonly string[], withStore = noStore, more: Partial<CommandLine> = {}) {
  const said = { out: "", err: "" };
  const io: CommandIo = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    isTty: false,
    columns: 100,
  };
  const code = await runCommandLine(argv, { commands, io, directory: "/here", withStore, ...more });
  return { code, ...said };
}

describe("the command line", () => {
  test("hands a command its arguments, options and directory, and ends with its code", async () => {
    const { code } = await typed(["digest", "acme", "--month", "last", "--dry-run"], (run) => run(context));
    expect(code).toBe(3);
    expect(seen.at(-1)).toEqual({
      context,
      args: { positional: ["acme", undefined], options: { month: "last", dryRun: true }, directory: "/here" },
    });
  });

  test("ends with the code of wherever the store's command ran", async () => {
    expect((await typed(["digest", "acme", "--month", "last"], async () => 1)).code).toBe(1);
  });

  test("opens no store for a command of two words that needs none", async () => {
    expect(await typed(["roster", "check", "a.yaml"])).toEqual({ code: 0, out: "fine", err: "" });
  });

  test("shows every command, the exit codes and nothing else with --help, without a store", async () => {
    const help = await typed(["--help"]);
    expect(help.code).toBe(0);
    expect(help.err).toBe("");
    for (const shown of [
      "digest",
      "print a month",
      "roster",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3",
    ]) {
      expect(help.out).toContain(shown);
    }
    const group = await typed(["roster", "--help"]);
    expect(group.out).toContain("check a file");
    expect((await typed(["digest", "--help"])).out).toContain("--month <month>");
  });

  test.each([
    ["nothing", [], "Usage: rapport"],
    ["a group alone", ["roster"], "Usage: rapport roster"],
    ["a typo", ["digets", "acme"], "Did you mean digest?"],
    ["a typo in an option", ["digest", "acme", "--month", "last", "--dry-rum"], "Did you mean --dry-run?"],
    ["a missing argument", ["digest", "--month", "last"], "missing required argument 'key'"],
    ["a missing option", ["digest", "acme"], "required option '--month <month>' not specified"],
    ["an argument too many", ["roster", "check", "a", "b"], "too many arguments"],
  ])("answers %s with wrong usage and the next step", async (_case, argv, said) => {
    const { code, out, err } = await typed(argv);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(said);
    expect(err).toContain("--help");
  });

  test("says what failed with its code, and nothing of where in the source", async () => {
    expect(await typed(["roster", "schema"])).toEqual({
      code: 1,
      out: "",
      err: "✗ Another process uses the data. (store.locked)",
    });
    const unexpected = await typed(["health"]);
    expect(unexpected.code).toBe(1);
    expect(unexpected.err).toBe("✗ Something went wrong inside Rapport: x is not a function");
  });

  test("takes --accessible before and behind a command", async () => {
    expect((await typed(["--accessible", "roster", "check", "a"])).code).toBe(0);
    expect((await typed(["roster", "check", "a", "--accessible"])).code).toBe(0);
  });

  test("reads what must not be typed where the caller sits, before it looks for the store", async () => {
    const asked: (string | undefined)[] = [];
    const withStore: WithStore = (run, { input }) => {
      asked.push(input);
      return run(context);
    };
    const keyboard = { readAll: async () => "a secret", askSecret: async () => null };
    expect((await typed(["keys", "enter"], withStore, { keyboard })).code).toBe(0);
    expect(asked).toEqual(["a secret"]);
    expect(seen.at(-1)?.args.input).toBe("a secret");
    // In a server it has come along.
    expect((await typed(["keys", "enter"], withStore, { input: "from afar" })).code).toBe(0);
    expect(seen.at(-1)?.args.input).toBe("from afar");
    expect((await typed(["keys", "enter"], withStore)).code).toBe(3);
    expect(asked).toHaveLength(2);
  });

  test("hands the reasons for a missing store to a command that has its own word for them", async () => {
    const broken: WithStore = async (_run, { otherwise }) =>
      otherwise?.({ check: "settings", reasons: ["PORT"] }) ?? 7;
    expect(await typed(["keys", "enter"], broken, { input: "" })).toMatchObject({
      code: 1,
      err: "settings: PORT",
    });
    expect((await typed(["digest", "acme", "--month", "last"], broken)).code).toBe(7);
  });

  test("runs a command that needs a tool only where the tool is", async () => {
    const words = { language: "en", say: () => "" };
    const tools = { words: async () => words, slackManifest: () => Promise.reject(new Error("asked")) };
    expect(await typed(["sheet"], noStore, { tools })).toMatchObject({ code: 0, out: "en" });
    expect((await typed(["sheet"])).code).toBe(3);
  });
});
