import type { AppManifest, ManifestRequest } from "../../src/ports/slack-operator.ts";
import type { Words } from "../../src/ports/words.ts";
import { botScopes, historyScopes } from "./scopes.ts";

/** What Slack tells us of its own accord: who opened Home, wrote or mentioned us, and what became of app and channels. */
const botEvents = [
  "app_home_opened",
  "app_mention",
  "app_uninstalled",
  "channel_id_changed",
  "channel_shared",
  "channel_unshared",
  "message.im",
  "tokens_revoked",
];

const messageShortcuts = ["raise", "win", "thanks"];

/**
 * The sheet from which an organisation makes its own internal app (PLATFORMS 3, terms; limits as in Slack's published
 * schema, github.com/slackapi/manifest-schema). With Socket Mode it names no address for what comes in. Delayed Events
 * have no field in that schema: they are switched on by hand.
 */
export function slackManifest(request: ManifestRequest, words: Words): AppManifest {
  const manifest = sheet(request, words);
  const host = request.gov ? "api.slack-gov.com" : "api.slack.com";
  const filled = encodeURIComponent(JSON.stringify(manifest));
  return {
    manifest,
    link: `https://${host}/apps?new_app=1&manifest_json=${filled}`,
    scopes: scopesOf(request),
  };
}

function scopesOf({ channelHistory }: ManifestRequest): readonly string[] {
  return channelHistory ? [...botScopes, ...historyScopes] : botScopes;
}

function sheet(request: ManifestRequest, words: Words) {
  const { url, socketMode, tokenRotation } = request;
  const inbound = (path: string) => (socketMode || url === null ? null : `${url}/slack/${path}`);
  const requestUrl = (path: string) => named("request_url", inbound(path));
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: "Rapport",
      description: words.say("operator.app.description"),
      long_description: words.say("operator.app.longDescription"),
      background_color: "#1f4e5f",
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: "Rapport", always_online: true },
      slash_commands: [
        {
          command: "/pulse",
          ...named("url", inbound("commands")),
          description: words.say("operator.app.command"),
          usage_hint: words.say("operator.app.usage"),
          should_escape: true,
        },
      ],
      shortcuts: messageShortcuts.map((name) => ({
        type: "message",
        callback_id: name,
        name: words.say(`operator.app.shortcut.${name}.name`),
        description: words.say(`operator.app.shortcut.${name}.description`),
      })),
    },
    oauth_config: {
      ...(url === null ? {} : { redirect_urls: [`${url}/slack/oauth_redirect`] }),
      scopes: { bot: scopesOf(request) },
    },
    settings: {
      event_subscriptions: { ...requestUrl("events"), bot_events: botEvents },
      interactivity: { is_enabled: true, ...requestUrl("interactions") },
      org_deploy_enabled: false,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: tokenRotation,
      is_hosted: false,
    },
  };
}

function named<Name extends string>(name: Name, value: string | null): { readonly [key in Name]?: string } {
  return value === null ? {} : ({ [name]: value } as { [key in Name]: string });
}
