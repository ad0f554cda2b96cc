import type { Temporal } from "temporal-polyfill";
import type { Platform } from "./chat-adapter.ts";

/**
 * waiting: its app is known, but it is not installed (or not yet checked). active. paused: an operator must act
 * (`stateCode` is the platform's own word); messages wait. removed: uninstalled, or replaced by another row.
 */
export type InstallationState = "waiting" | "active" | "paused" | "removed";

/**
 * An app in one workspace (Slack) or tenant (Teams). Every organisation brings an app of its own, so that the
 * credentials belong to the row; only its adapter knows their shape.
 */
export interface Installation {
  readonly id: string;
  readonly platform: Platform;
  /** `environment` is the one that the settings name; there is at most one for each platform. */
  readonly origin: "environment" | "operator";
  /** Slack team id (T...), or enterprise id (E...) of an org-wide installation; null until it is known. */
  readonly tenant: string | null;
  readonly enterprise: string | null;
  /** The workspace's name, for people. */
  readonly name: string | null;
  /** JSON text, open; sealed at rest. Empty when it cannot be opened: `paused` then, with code `vault.unreadable`. */
  readonly credentials: string;
  readonly state: InstallationState;
  readonly stateCode: string | null;
  readonly changedAt: Temporal.Instant;
}

/** Installations with their credentials; implemented by `db`, used by platform adapters. Times are `now` of the caller. */
export interface InstallationStore {
  /** All of a platform but the removed ones, oldest first. */
  all(platform: Platform): Promise<readonly Installation[]>;
  /** The removed ones of a platform, the latest first. */
  removed(platform: Platform): Promise<readonly Installation[]>;
  get(id: string): Promise<Installation | null>;
  add(
    installation: Pick<
      Installation,
      "platform" | "origin" | "tenant" | "enterprise" | "name" | "credentials" | "state"
    >,
    now: Temporal.Instant,
  ): Promise<string>;
  /** Writes what is given and leaves the rest; credentials are sealed anew. False when there is no such row. */
  change(
    id: string,
    change: Partial<Pick<Installation, "tenant" | "enterprise" | "name" | "credentials">>,
    now: Temporal.Instant,
  ): Promise<boolean>;
  /** True only for the caller that changed the state, so that one alert is raised for it. */
  setState(
    id: string,
    state: InstallationState,
    code: string | null,
    now: Temporal.Instant,
  ): Promise<boolean>;
  /** Takes the right to refresh the tokens until `until`; false while somebody else has it. */
  leaseRefresh(id: string, now: Temporal.Instant, until: Temporal.Instant): Promise<boolean>;
  /** Keeps both new tokens and gives the lease back, in one statement. */
  endRefresh(id: string, credentials: string | null, now: Temporal.Instant): Promise<void>;
}

/**
 * Small facts that an adapter learnt about its platform and can learn again: ids of direct messages, channels that got
 * a new id. `scope` is an installation's id; facts of a scope are forgotten together.
 */
export interface PlatformNotes {
  read(scope: string, key: string): Promise<string | null>;
  write(scope: string, key: string, value: string, now: Temporal.Instant): Promise<void>;
  forget(scope: string, key: string): Promise<void>;
}
