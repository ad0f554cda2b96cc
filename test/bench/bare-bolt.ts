import { App, type BlockAction, HTTPReceiver, LogLevel } from "@slack/bolt";
import postgres from "postgres";

// The floor in Slack: Bolt as its makers ship it, one listener, one insert for each tap, and nothing else.
const [port, url = "", signingSecret = ""] = process.argv.slice(2);
const sql = postgres(url, { max: 10, onnotice: () => {} });
await sql`create table if not exists bare_taps (id bigint generated always as identity primary key, value text not null)`;

const receiver = new HTTPReceiver({
  signingSecret,
  endpoints: ["/slack/events"],
  customRoutes: [
    {
      path: "/healthz",
      method: "GET",
      handler: (_request, response) => {
        response.end("ok");
      },
    },
  ],
});
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: "xoxb-bare", botId: "B0BARE", botUserId: "U0BARE", teamId: "T0001" }),
});
app.action<BlockAction>(/.*/, async ({ body, ack }) => {
  const [action] = body.actions;
  await sql`insert into bare_taps (value) values (${action?.type === "button" ? (action.value ?? "") : ""})`;
  await ack();
});
await app.start({ port: Number(port), host: "127.0.0.1" });
