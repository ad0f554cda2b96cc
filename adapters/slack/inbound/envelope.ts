import { z } from "zod";
import type { Workspace } from "../workspaces.ts";
import type { Body } from "./read-body.ts";

/** Where the app is installed that a payload is for. */
export interface Installed {
  readonly team: string | null;
  readonly enterprise: string | null;
  /** For all of an enterprise, so that the team is only the one where it happened. */
  readonly orgWide: boolean;
}

const id = z.string().min(1).max(255);
const team = z.object({ id, enterprise_id: id.nullish() }).nullish();

const event = z.object({
  type: z.literal("event_callback"),
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  event: z.object({ type: z.string() }),
  authorizations: z
    .array(
      z.object({
        team_id: id.nullish(),
        enterprise_id: id.nullish(),
        is_enterprise_install: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
const command = z.object({
  command: z.string().startsWith("/"),
  user_id: id,
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  is_enterprise_install: z.string().nullish(),
});
const interaction = z.object({
  type: z.enum([
    "block_actions",
    "block_suggestion",
    "message_action",
    "shortcut",
    "view_submission",
    "view_closed",
  ]),
  user: z.object({ id, team_id: id.nullish() }),
  team,
  enterprise: z.object({ id }).nullish(),
  is_enterprise_install: z.boolean().nullish(),
  actions: z
    .array(z.object({ action_id: z.string() }))
    .nonempty()
    .optional(),
  view: z.object({ app_installed_team_id: id.nullish() }).nullish(),
});

/**
 * The installing team of a payload (PLATFORMS 2); null for what is no payload of Slack's. In a modal that an outsider
 * sees, `team` is the outsider's: the view itself says where its app lives.
 */
export function readInstalled(body: Body): Installed | null {
  if (body.event !== undefined) return ofEvent(event.safeParse(body).data);
  if (body.command !== undefined) return ofCommand(command.safeParse(body).data);
  return ofInteraction(interaction.safeParse(body).data);
}

/** The workspace among `signers` that is installed there; null when none of them is. */
export function findInstalled(
  { team, enterprise, orgWide }: Installed,
  signers: readonly Workspace[],
): Workspace | null {
  const speaking = signers.filter(({ state }) => state === "active" || state === "paused");
  const at = (tenant: string | null) => speaking.find((one) => one.tenant !== null && one.tenant === tenant);
  const exact = at(team) ?? at(enterprise);
  if (exact !== undefined || !orgWide || enterprise !== null) return exact ?? null;
  // A view names a team of the enterprise and not the enterprise; the signature has told whose app it is.
  const [only, ...others] = speaking.filter(({ tenant }) => tenant?.startsWith("E"));
  return others.length === 0 ? (only ?? null) : null;
}

function ofEvent(body: z.infer<typeof event> | undefined): Installed | null {
  if (body === undefined) return null;
  const [first] = body.authorizations ?? [];
  return {
    team: first?.team_id ?? body.team_id ?? null,
    enterprise: (first === undefined ? body.enterprise_id : first.enterprise_id) ?? null,
    orgWide: first?.is_enterprise_install === true,
  };
}

function ofCommand(body: z.infer<typeof command> | undefined): Installed | null {
  if (body === undefined) return null;
  const orgWide = body.is_enterprise_install === "true";
  return { team: body.team_id ?? null, enterprise: body.enterprise_id ?? null, orgWide };
}

function ofInteraction(body: z.infer<typeof interaction> | undefined): Installed | null {
  if (body === undefined) return null;
  const orgWide = body.is_enterprise_install === true;
  const ofView = body.view?.app_installed_team_id ?? null;
  // The enterprise beside it would be the submitter's.
  if (ofView !== null) return { team: ofView, enterprise: null, orgWide };
  return {
    team: body.team?.id ?? null,
    enterprise: body.enterprise?.id ?? body.team?.enterprise_id ?? null,
    orgWide,
  };
}
