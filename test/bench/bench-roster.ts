import type { Rapport } from "../../src/compose.ts";
import { importRoster } from "../../src/partnerships/import-roster.ts";

/** Imports a made-up roster of this size. Contacts are reached in the browser or on Slack. */
export async function benchRoster(
  rapport: Rapport,
  size: { readonly partnerships: number; readonly contactsASide: number; readonly route: "web" | "slack" },
): Promise<void> {
  const partnerships = Array.from({ length: size.partnerships }, (_, index) =>
    partnershipText(`bench-${index}`, size),
  );
  const text = `partnerships:\n${partnerships.join("")}`;
  const outcome = await importRoster(rapport.context, { text, source: "bench.yaml", dryRun: false });
  if (outcome.kind !== "imported") throw new Error(JSON.stringify(outcome).slice(0, 2000));
}

function partnershipText(
  key: string,
  size: { readonly contactsASide: number; readonly route: "web" | "slack" },
): string {
  const contacts = (["agency", "vendor"] as const).flatMap((side) =>
    Array.from({ length: size.contactsASide }, (_, index) => {
      const id = `${side}-${index}`;
      const route =
        size.route === "web"
          ? "{ web: true }"
          : `{ slack: { team: T0001, user: U${key.replaceAll(/\D/g, "")}${side[0]?.toUpperCase()}${index} } }`;
      const organisation = side === "agency" ? "City" : "Vendor";
      return `      - { id: ${id}, name: Person ${id}, organisation: ${organisation}, role: manager, routes: [${route}] }\n`;
    }),
  );
  return `  - key: ${key}
    name: ${key}
    timeZone: Etc/UTC
    host: City
    sides:
      agency: { label: City, steward: agency-0, sponsor: agency-0 }
      vendor: { label: Vendor, steward: vendor-0, sponsor: vendor-0 }
    parties:
      - { organisation: City, side: agency, role: lead }
      - { organisation: Vendor, side: vendor, role: member }
    contacts:
${contacts.join("")}`;
}
