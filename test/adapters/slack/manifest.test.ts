import { describe, expect, test } from "vitest";
import { z } from "zod";
import { slackManifest } from "../../../adapters/slack/manifest.ts";
import { botScopes } from "../../../adapters/slack/scopes.ts";
import type { ManifestRequest } from "../../../src/ports/slack-operator.ts";
import { readPrompts } from "../../../src/prompts.ts";

const words = readPrompts().wordsFor("en");
const asked: ManifestRequest = {
  url: "https://rapport.example.org",
  socketMode: false,
  tokenRotation: false,
  channelHistory: false,
  gov: false,
};

const text = (least: number, most: number) => z.string().min(least).max(most);
const address = text(1, 3000).regex(/^https?:\/\//);
const names = (most: number) => z.array(text(1, 50)).max(most);

/** Slack's published schema (github.com/slackapi/manifest-schema, 1.0.0), as far as we use it: nothing else may be named. */
const published = z.strictObject({
  _metadata: z.strictObject({ major_version: z.int(), minor_version: z.int() }),
  display_information: z.strictObject({
    name: text(1, 35),
    description: text(1, 140),
    long_description: text(175, 4000),
    background_color: z.string().regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: text(1, 80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(2, 32).startsWith("/"),
          url: address.optional(),
          description: text(1, 2000),
          usage_hint: text(1, 1000),
          should_escape: z.boolean(),
        }),
      )
      .max(5),
    shortcuts: z
      .array(
        z.strictObject({
          type: z.enum(["message", "global"]),
          callback_id: text(1, 255),
          name: text(1, 24),
          description: text(1, 150),
        }),
      )
      .max(5),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(text(1, 2500)).max(1000).optional(),
    scopes: z.strictObject({ bot: names(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address.optional(), bot_events: names(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
    is_hosted: z.boolean(),
  }),
});

const made = (changes: Partial<ManifestRequest> = {}) => slackManifest({ ...asked, ...changes }, words);
const sheet = (changes: Partial<ManifestRequest> = {}) => published.parse(made(changes).manifest);

describe("the manifest of the Slack app", () => {
  test("fits Slack's published schema and its limits in every form", () => {
    for (const changes of [
      {},
      { tokenRotation: true },
      { channelHistory: true },
      { socketMode: true },
      { socketMode: true, url: null },
    ]) {
      expect(published.safeParse(made(changes).manifest).error?.issues ?? []).toEqual([]);
    }
  });

  test("names where Slack is to send what happens, taps, commands and installations", () => {
    const { features, oauth_config, settings } = sheet();
    expect(settings.event_subscriptions.request_url).toBe("https://rapport.example.org/slack/events");
    expect(settings.interactivity).toEqual({
      is_enabled: true,
      request_url: "https://rapport.example.org/slack/interactions",
    });
    expect(features.slash_commands).toMatchObject([
      { command: "/pulse", url: "https://rapport.example.org/slack/commands", should_escape: true },
    ]);
    expect(oauth_config.redirect_urls).toEqual(["https://rapport.example.org/slack/oauth_redirect"]);
    expect(settings).toMatchObject({ socket_mode_enabled: false, token_rotation_enabled: false });
  });

  test("with Socket Mode names no way in, and an install link only where there is an address", () => {
    const alone = sheet({ socketMode: true, url: null });
    expect(JSON.stringify(alone)).not.toContain("http");
    expect(alone.settings.socket_mode_enabled).toBe(true);
    const both = sheet({ socketMode: true });
    expect(both.oauth_config.redirect_urls).toHaveLength(1);
    expect(JSON.stringify(both).match(/https:/g)).toHaveLength(1);
  });

  test("switches on Home, messages in both directions, and three message shortcuts", () => {
    const { features } = sheet();
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(features.shortcuts.map(({ type, callback_id, name }) => [type, callback_id, name])).toEqual([
      ["message", "raise", "Raise this"],
      ["message", "win", "Share as a win"],
      ["message", "thanks", "Say thanks"],
    ]);
  });

  test("asks for the scopes of the install link and no others, each with its sentence", () => {
    const { scopes } = made();
    expect(sheet().oauth_config.scopes.bot).toEqual(botScopes);
    expect(scopes).toEqual(botScopes);
    for (const scope of scopes) expect(words.say(`operator.scope.${scope}`)).toMatch(/^To .+\.$/);
  });

  test("the link opens Slack, or GovSlack, with the same manifest filled in", () => {
    for (const [gov, host] of [
      [false, "api.slack.com"],
      [true, "api.slack-gov.com"],
    ] as const) {
      const link = new URL(made({ gov }).link);
      expect([link.origin, link.pathname]).toEqual([`https://${host}`, "/apps"]);
      expect(link.searchParams.get("new_app")).toBe("1");
      expect(JSON.parse(link.searchParams.get("manifest_json") ?? "")).toEqual(made({ gov }).manifest);
    }
  });
});
