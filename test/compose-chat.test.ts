import type { NextFunction, Request, Response } from "express";
import { expect, test } from "vitest";
import { createChat } from "../src/compose-chat.ts";
import type { Slack } from "../src/compose-slack.ts";

/** A chat whose Slack is wanted as soon as the test says so, with what became of each request. */
function chatOf() {
  const is = { wanted: false, loads: 0, starts: 0 };
  const seen: string[] = [];
  const slack = {
    handle: ({ path }: Request) => void seen.push(`slack ${path}`),
    start: async () => {
      is.starts += 1;
    },
    tick: async () => {},
  } as unknown as Slack;
  const chat = createChat({
    load: async () => {
      is.loads += 1;
      return slack;
    },
    isWanted: async () => is.wanted,
    onWanted: () => {},
  });
  const request = async (path: string) => {
    const next: NextFunction = () => void seen.push(`next ${path}`);
    await chat.handle({ path } as Request, {} as Response, next);
    return seen.at(-1);
  };
  return { chat, is, request };
}

test("without a workspace requests go on, and Slack is not loaded for them", async () => {
  const { is, request } = chatOf();
  expect(await request("/slack/events")).toBe("next /slack/events");
  expect(await request("/")).toBe("next /");
  expect(is.loads).toBe(0);
});

test("a workspace that another process has connected is served from the next request on", async () => {
  const { chat, is, request } = chatOf();
  await chat.listen();
  is.wanted = true;
  expect(await request("/")).toBe("next /");
  expect(await request("/slack/install/1")).toBe("slack /slack/install/1");
  expect([is.loads, is.starts]).toEqual([1, 0]);
  await chat.look();
  await chat.look();
  expect([is.loads, is.starts]).toEqual([1, 1]);
});
