import { type CommandIo, exitCodes, type StoreCommand } from "./command.ts";
import { examine } from "./doctor/examine.ts";
import { findingLine, type SaidFinding, sayFinding, whyOf } from "./doctor/finding-text.ts";

/** Looks at everything that keeps Rapport from working, and says what to do. It changes nothing. */
export const doctorCommand: StoreCommand = {
  name: "doctor",
  needs: "store",
  summary: "check settings, database, clock, Slack and the way to each person",
  configure: (definition) => {
    definition
      .option("--json", "print the findings as JSON")
      .option("--problems", "leave out what is well")
      .addHelpText("after", "\n✓ is well, ! is worth a look, ✗ must be put right: then the exit code is 1.");
  },
  run: async (context, { options }, io) => {
    const words = context.wordsFor("en");
    const findings = (await examine(context)).map((finding) => sayFinding(finding, words));
    const code = print(findings, options, io);
    const count = (state: SaidFinding["state"]) => findings.filter((one) => one.state === state).length;
    io.err(words.say("doctor.summary", { bad: count("bad"), attention: count("attention") }));
    return code;
  },
  runWithoutStore: ({ check, reasons }, { options }, io) => {
    const code = check === "settings" ? "D01" : "D02";
    const findings = reasons.map((text) => ({ code, state: "bad", text, why: whyOf(code) }) as const);
    return print(findings, options, io);
  },
};

function print(
  findings: readonly SaidFinding[],
  options: Readonly<Record<string, unknown>>,
  io: CommandIo,
): number {
  const shown = options.problems === true ? findings.filter(({ state }) => state !== "good") : findings;
  if (options.json === true) io.out(JSON.stringify(shown, null, 2));
  else if (shown.length > 0) io.out(shown.map(findingLine).join("\n"));
  return findings.some(({ state }) => state === "bad") ? exitCodes.failed : exitCodes.done;
}
