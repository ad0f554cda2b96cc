import type { SlackWorkspace } from "./slack-model.ts";
import { ourScopes } from "./slack-seeds.ts";

/** The emulator's one workspace. */
export const emulatedTeam = "T000000001";
/** With it the test finds out who is there and what stands in channels; our app may not. */
export const onlooker = "xoxb-onlooker";

/** What the emulator starts with: an app of ours, people and channels; a token of the app where it is installed. */
export function emulatedSeed(
  { app, botId, botUser, name, token }: SlackWorkspace,
  there: { readonly people: readonly string[]; readonly rooms: readonly string[] },
) {
  const ours = { app_id: app.id, client_id: app.clientId, bot_id: botId, bot_user_id: botUser };
  const bot = { ...ours, type: "bot", user_id: botUser };
  const installed = token === null ? [] : [{ ...bot, token, scopes: [...ourScopes] }];
  return {
    slack: {
      team: { name, domain: "emulated" },
      strict_scopes: true,
      channels: there.rooms.map((room) => ({ name: room })),
      users: there.people.map((person) => ({ name: person, real_name: person })),
      oauth_apps: [
        {
          ...ours,
          client_secret: app.clientSecret,
          name: "Rapport",
          redirect_uris: [...app.redirectUris],
          scopes: [...ourScopes],
          bot_name: "rapport",
        },
      ],
      tokens: [...installed, { ...bot, token: onlooker, scopes: ["users:read", ...looking] }],
    },
  };
}

const looking = ["im:write", "im:history", "channels:read", "channels:history"];
