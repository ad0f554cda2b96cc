import type { SimulationSummary } from "../simulation/summary.ts";

/** What a simulation has made, for a terminal, and how to look at it. `place` says where the store is. */
export function simulationText(summary: SimulationSummary, place: string): string {
  const { contacts, unreached } = summary;
  const lines = [
    `Made up ${summary.weeks} weeks with seed ${summary.seed}, ${dateOf(summary.from)} to ${dateOf(summary.until)}:`,
    `  ${summary.partnerships} partnerships, ${contacts} contacts, ${summary.rounds} rounds`,
    `  ${summary.ratings} ratings and ${summary.texts} texts, ${summary.messages} messages sent`,
    `  ${summary.monthsReleased} months released, ${summary.digests} digests written`,
    ...(unreached === 0 ? [] : [`  ${unreached} contacts without a browser route took no part`]),
    `It is in ${place}. Run \`npm start\` with the same settings to look at it.`,
  ];
  return lines.join("\n");
}

function dateOf(moment: string): string {
  return moment.slice(0, 10);
}
