import { expect, test } from "vitest";
import { agencyTeam } from "../slack/agency-and-vendor.ts";
import type { Fault } from "../slack/slack-faults.ts";
import { useStage } from "../slack/use-stage.ts";
import { type CrowdWorld, keyOf, postTo, startCrowd } from "./slack-crowd.ts";

/** Two people: whatever is planted happens to the first message of the agency's one. */
let world: CrowdWorld;
const stage = useStage(() => world);

const begin = async (fault: Fault) => {
  world = await startCrowd(stage.engine, { agency: 1, vendor: 1 });
  const [ada = { team: "", user: "" }] = world.crowd.agency;
  const planted = world.slack.on({ ...postTo(ada), nth: 1 }, fault);
  await world.settle();
  return { ada, planted };
};
/** How her message ended, how each attempt at it did, how often it stands in Slack and was asked for. */
const outcome = async () => {
  const [ada = { team: "", user: "" }] = world.crowd.agency;
  const id = world.rapport.contactIds[keyOf(ada)];
  const messages = await world.rapport.query("select state from messages where contact_id = $1", [id]);
  const attempts = await world.rapport.query(
    `select d.outcome || coalesce(' ' || d.code, '') as end from deliveries d join messages m on m.id = d.message_id
     where m.contact_id = $1 order by d.started_at`,
    [id],
  );
  const isHers = ({ workspace, method }: { workspace: string | null; method: string }) =>
    workspace === agencyTeam && method === "chat.postMessage";
  return {
    states: messages.map(({ state }) => state),
    attempts: attempts.map(({ end }) => end),
    seen: world.standing(ada).length,
    asked: world.slack.calls.filter(isHers).length,
  };
};
const arrived: readonly (readonly [string, Fault, string])[] = [
  ["the answer is lost", { kind: "drop", accept: "yes" }, "unknown und_err_socket"],
  ["the answer breaks off", { kind: "reset" }, "unknown unreadable"],
  ["it answers 500", { kind: "status", status: 500, accept: true }, "unknown http.500"],
  ["it answers 503", { kind: "status", status: 503, accept: true }, "unknown http.503"],
  ["it answers a page of HTML with 200", { kind: "html", accept: true }, "unknown unreadable"],
  ["it answers half of the JSON", { kind: "truncated", accept: true }, "unknown unreadable"],
  [
    "it answers internal_error",
    { kind: "error", error: "internal_error", accept: true },
    "unknown internal_error",
  ],
];
const lost: typeof arrived = arrived
  .filter(([, { kind }]) => kind !== "reset")
  .map(([name, fault, code]) => [
    name,
    (fault.kind === "drop" ? { ...fault, accept: "no" } : { ...fault, accept: false }) as Fault,
    code,
  ]);

test.each(arrived)("Slack has it, but %s: it is found and not sent again", async (_, fault, code) => {
  await begin(fault);
  await world.passMinutes(10);
  expect(await outcome()).toEqual({ states: ["sent"], attempts: [code, "sent"], seen: 1, asked: 1 });
  expect(world.received(world.crowd.vendor)).toEqual({ 1: 1 });
});

test.each(lost)(
  "Slack has it not, and %s: it is sent again once it was absent twice, 120 s apart",
  async (_, fault, code) => {
    await begin(fault);
    await world.passMinutes(10);
    const attempts = [code, "unknown absent", "sent"];
    expect(await outcome()).toEqual({ states: ["sent"], attempts, seen: 1, asked: 2 });
    const looks = world.slack.calls.filter(({ method }) => method === "conversations.history");
    const [first = { at: 0 }, second = { at: 0 }, ...more] = looks;
    expect(second.at - first.at).toBeGreaterThanOrEqual(120_000);
    expect(more).toEqual([]);
  },
);

test("it arrives late, and the history lags behind at the first look: it is found at the second", async () => {
  const { ada, planted } = await begin({ kind: "drop", accept: "late" });
  const lag = world.slack.lagHistory();
  planted.release();
  await world.passMinutes(1);
  expect(world.standing(ada)).toHaveLength(1);
  expect(await outcome()).toMatchObject({ states: ["unknown"], seen: 1, asked: 1 });
  lag.release();
  await world.passMinutes(10);
  const attempts = ["unknown und_err_socket", "unknown absent", "sent"];
  expect(await outcome()).toEqual({ states: ["sent"], attempts, seen: 1, asked: 1 });
});

test.each([
  ["30", 30],
  [undefined, 30],
  ["soon", 30],
  ["0", 1],
  ["-5", 1],
  ["999999999", 3600],
])("429 with Retry-After %s: no message goes there for %i s, then once", async (retryAfter, seconds) => {
  await begin({ kind: "limited", ...(retryAfter !== undefined && { retryAfter }) });
  expect(await outcome()).toMatchObject({ seen: 0, asked: 1 });
  world.clock.advance({ seconds: seconds - 1 });
  await world.settle();
  expect(await outcome()).toMatchObject({ seen: 0, asked: 1 });
  world.clock.advance({ seconds: 1 });
  await world.settle();
  expect(await outcome()).toEqual({
    states: ["sent"],
    attempts: ["rate-limited", "sent"],
    seen: 1,
    asked: 2,
  });
  expect(world.received(world.crowd.vendor)).toEqual({ 1: 1 });
});

test.each(["invalid_blocks", "msg_too_long", "metadata_too_large"])(
  "our own fault (%s): given up at once, not repeated, and one error in the log",
  async (error) => {
    await begin({ kind: "error", error });
    await world.passMinutes(180);
    const { logger } = world.rapport;
    expect(await outcome()).toEqual({
      ...{ states: ["failed"], attempts: [`rejected ${error}`], seen: 0, asked: 1 },
    });
    const errors = logger.lines.filter(({ level }) => level === "error");
    expect(errors.map(({ fields }) => fields)).toMatchObject([{ purpose: "introduction", code: error }]);
    expect(JSON.stringify(logger.lines)).not.toContain("Name of");
  },
);
