import { runCommandLine } from "../../src/command-line/build-program.ts";
import type { CommandContext, CommandTools, Keyboard } from "../../src/command-line/command.ts";
import { commands } from "../../src/command-line/commands.ts";

interface Around {
  readonly context?: CommandContext;
  readonly tools?: CommandTools;
  readonly keyboard?: Keyboard;
  readonly directory?: string;
}

/** Runs what was typed on a store that is open already, and gives back what was said. */
export async function typed(argv: readonly string[], around: Around = {}) {
  const said = { out: "", err: "" };
  const add = (where: "out" | "err") => (text: string) => {
    said[where] += `${text}\n`;
  };
  const { context, directory = ".", ...rest } = around;
  const code = await runCommandLine(argv, {
    ...{ commands, directory, ...rest },
    io: { out: add("out"), err: add("err"), isTty: false },
    withStore: async (run) => {
      if (context === undefined) throw new Error("the store was opened");
      return run(context);
    },
  });
  return { code, ...said };
}
