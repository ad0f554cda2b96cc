import type { Temporal } from "temporal-polyfill";
import type { Finding } from "./finding.ts";
import type { InstallationState } from "./installation.ts";

/** What an operator knows about the app that they are about to make. */
export interface ManifestRequest {
  /** Scheme, host and port at which Slack reaches Rapport; null with Socket Mode alone. */
  readonly url: string | null;
  readonly socketMode: boolean;
  /** Bot tokens that end after twelve hours and are refreshed (PLATFORMS 3). */
  readonly tokenRotation: boolean;
  /** The app may read the channels that it is in, to find its own posts again after a broken connection. */
  readonly channelHistory: boolean;
  /** GovSlack: another host for the link. */
  readonly gov: boolean;
}

/** The sheet from which Slack makes an organisation's own app. */
export interface AppManifest {
  /** As Slack's manifest reference describes it; ready to be printed as JSON or YAML. */
  readonly manifest: object;
  /** Opens Slack's page for a new app with the manifest filled in. */
  readonly link: string;
  /** What the app asks a workspace for; each has its sentence under `operator.scope`. */
  readonly scopes: readonly string[];
}

/** What Slack shows of an app to the person who made it. Secrets: never printed, never logged. */
export interface SlackKeys {
  readonly signingSecret?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** xoxb-, or xoxe.xoxb- with token rotation; then `refreshToken` belongs to it. */
  readonly botToken?: string;
  readonly refreshToken?: string;
  /** xapp-: Socket Mode. */
  readonly appToken?: string;
}

/** What became of entered keys. `refused` names its line `operator.connect.refused.<reason>`; nothing was kept. */
export type ConnectOutcome =
  | {
      readonly kind: "connected";
      readonly tenant: string;
      readonly name: string;
      /** False where the workspace was known and its keys were changed. */
      readonly isNew: boolean;
      readonly missingScopes: readonly string[];
    }
  /** Kept; the app is installed by opening `link` once. */
  | { readonly kind: "waiting"; readonly link: string }
  | {
      readonly kind: "refused";
      readonly reason:
        | "nothing-to-connect"
        | "no-inbound"
        | "no-public-url"
        | "rotation"
        | "bot-token"
        | "app-token"
        | "unreached"
        | "workspace"
        | "environment";
      /** The platform's own word, or the workspace that was found. */
      readonly code: string;
    };

/** A workspace as its operator sees it: no secret in it. */
export interface ConnectedWorkspace {
  readonly tenant: string | null;
  readonly name: string | null;
  readonly origin: "environment" | "operator";
  readonly state: InstallationState;
  readonly stateCode: string | null;
  readonly changedAt: Temporal.Instant;
  /** How taps and commands come in; `nothing` where neither a signing secret nor an app token is known. */
  readonly inbound: "http" | "socket" | "nothing";
  /** As far as they were seen at the last check. */
  readonly missingScopes: readonly string[];
}

/** What the checks need to know of the roster and of earlier deliveries. */
export interface SlackEvidence {
  /** Conversations that the roster posts to, without the platform's name; `oneSide`: only one side may read it. */
  readonly posts: readonly {
    readonly partnership: string;
    readonly oneSide: boolean;
    readonly address: string;
  }[];
  /** Routes of people on Slack as they stand. */
  readonly routes: readonly {
    readonly address: string;
    readonly state: "untested" | "ok" | "blocked" | "gone";
    readonly lastError: string | null;
    readonly checkedAt: Temporal.Instant | null;
  }[];
}

/** What an operator does about Slack; implemented by its adapter. */
export interface SlackOperator {
  /** Checks the keys with Slack and keeps them. `workspace` (T..., or E...) is the one that is meant, if one is named. */
  connect(keys: SlackKeys, workspace: string | null): Promise<ConnectOutcome>;
  /** Oldest first; of the removed ones only those that took the app out and have not installed it again, at the end. */
  list(): Promise<readonly ConnectedWorkspace[]>;
  /** Checks S01 to S07. Never rejects for what Slack says or does not say: that is a finding. */
  findings(evidence: SlackEvidence): Promise<readonly Finding[]>;
}
