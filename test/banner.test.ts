import { expect, test } from "vitest";
import { bannerText } from "../src/banner.ts";
import type { Platform } from "../src/ports/chat-adapter.ts";
import { testSettings } from "./engines/start-rapport.ts";

const banner = (openDoor: boolean, ...reaching: Platform[]) =>
  bannerText(testSettings, { port: 3000, openDoor, reaching: new Set(reaching) });

test("the open door is named as what it is, and nothing leaves the machine", () => {
  const text = banner(true, "web");
  expect(text).toContain("act as anybody on the roster");
  expect(text).toMatch(/nothing leaves this machine$/m);
});

test("says where people are reached and what leaves the machine", () => {
  expect(banner(false)).toMatch(/Reach.*people by their own links$/m);
  expect(banner(false, "email")).toMatch(/nothing leaves this machine except e-mail$/m);
  const both = banner(false, "email", "slack");
  expect(both).toMatch(/Reach.*people in Slack.*slack list$/m);
  expect(both).toMatch(/except e-mail and what people read and do in Slack$/m);
  expect(both).not.toContain("act as anybody");
});
