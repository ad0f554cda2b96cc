import type { Json, SlackUser } from "./slack-model.ts";
import { areConnected, findUser } from "./slack-state.ts";
import { flag, SlackRefusal, text, type WebApiCall, type WebApiMethod } from "./web-api-call.ts";

/** Slack's `auth.test` and `users.info`. */
export const accountMethods: Readonly<Record<string, WebApiMethod>> = {
  "auth.test": { scope: null, tier: null, run: authTest },
  "users.info": { scope: "users:read", tier: 100, run: userInfo },
};

function authTest({ workspace }: WebApiCall): Json {
  return {
    url: `https://${workspace.domain}.slack.com/`,
    team: workspace.name,
    user: "rapport",
    team_id: workspace.team,
    user_id: workspace.botUser,
    bot_id: workspace.botId,
    app_id: workspace.app.id,
    is_enterprise_install: workspace.orgWide,
    ...(workspace.enterprise && { enterprise_id: workspace.enterprise.id }),
  };
}

function userInfo({ state, workspace, args }: WebApiCall): Json {
  const id = text(args, "user");
  const known = findUser(state, workspace, id);
  if (known !== null) {
    const own = known.team === workspace.team;
    return { user: own ? ownUser(known, flag(args, "include_locale")) : outsider(known, false) };
  }
  if (state.users.get(`${workspace.team}/${id}`) !== undefined) throw new SlackRefusal("user_not_visible");
  for (const user of state.users.values()) {
    if (user.id === id && areConnected(state, workspace.team, user.team))
      return { user: outsider(user, true) };
  }
  throw new SlackRefusal("user_not_found");
}

function ownUser(user: SlackUser, withLocale: boolean): Json {
  return {
    ...common(user),
    tz: user.tz,
    ...(withLocale && { locale: user.locale }),
    is_restricted: user.isGuest,
    is_ultra_restricted: false,
    profile: { ...profile(user), email: user.isBot ? undefined : user.email },
  };
}

/** No locale, no address, no time zone. A stranger is in none of the channels that the app sees. */
function outsider(user: SlackUser, isStranger: boolean): Json {
  return { ...common(user), is_stranger: isStranger, profile: profile(user) };
}

function common(user: SlackUser): Json {
  return { id: user.id, team_id: user.team, name: user.name, deleted: user.deleted, is_bot: user.isBot };
}

function profile(user: SlackUser): Json {
  return { real_name: user.name, display_name: user.name, team: user.team };
}
