/** One kind of trial: how often it was to run, how often it did, and what went wrong. */
export interface Part {
  readonly name: string;
  readonly wanted: number;
  readonly done: number;
  readonly faults: readonly string[];
}

/** The reliability report as Markdown: one line a part, then every fault. */
export function reportText(parts: readonly Part[], minutes: number): string {
  const done = parts.reduce((sum, part) => sum + part.done, 0);
  const faults = parts.flatMap((part) => part.faults.map((fault) => `- ${part.name}, ${fault}`));
  const short = parts.filter((part) => part.done < part.wanted).length;
  return [
    "# Reliability",
    "",
    `${done} trials in ${minutes.toFixed(1)} minutes: ${faults.length} faults.` +
      (short === 0 ? "" : ` ${short} parts were cut short by the time limit.`),
    "",
    "| trial | done | of | faults |",
    "|---|---:|---:|---:|",
    ...parts.map((part) => `| ${part.name} | ${part.done} | ${part.wanted} | ${part.faults.length} |`),
    "",
    ...(faults.length === 0 ? [] : ["## Faults", "", ...faults, ""]),
  ].join("\n");
}
