import { describe, expect, test } from "vitest";
import {
  conversationOf,
  isTimestamp,
  laneOf,
  readAddress,
  readPlace,
  surfaceOf,
} from "../../../adapters/slack/slack-address.ts";

describe("addresses of Slack", () => {
  test.each([
    ["T1/U1", { kind: "direct", team: "T1", user: "U1" }, "private", "T1"],
    ["E1/W1", { kind: "direct", team: "E1", user: "W1" }, "private", "E1"],
    ["T1/U1/prompt/C1", { kind: "prompt", team: "T1", user: "U1", channel: "C1" }, "prompt", "T1"],
    ["T1/U1/card/G1", { kind: "card", team: "T1", user: "U1", channel: "G1" }, "notice", "T1"],
    ["T1/U1@T2", { kind: "direct", team: "T1", user: "U1", via: "T2" }, "private", "T1@T2"],
    ["T1/C1", { kind: "place", tenant: "T1", channel: "C1" }, "notice", "T1"],
    ["T1/D1", { kind: "place", tenant: "T1", channel: "D1" }, "private", "T1"],
  ])("%s is read with what can stand there and its lane", (to, address, surface, lane) => {
    expect(readAddress(to)).toEqual(address);
    expect(surfaceOf(to)).toBe(surface);
    expect(laneOf(to)).toBe(lane);
  });

  test.each([
    "",
    "T1",
    "U1/T1",
    "T1/X1",
    "T1/U1/dm/C1",
    "T1/U1/card/U2",
    "T1//U1",
    " T1/U1",
    "T1/u1",
    "T1/U1/",
    "T1/Ü1",
  ])("%j is none, and nothing about it throws", (to) => {
    expect(readAddress(to)).toBe(null);
    expect(readPlace(to)).toBe(null);
    expect(laneOf(to)).toBe("none");
  });

  test("a conversation is read as it was made", () => {
    expect(readPlace(conversationOf({ tenant: "T1", channel: "D1" }))).toEqual({
      tenant: "T1",
      channel: "D1",
    });
  });

  test("only a timestamp of Slack's names a message", () => {
    expect(isTimestamp("1762185600.000100")).toBe(true);
    for (const id of ["", "1762185600", "1762185600.", ".1", "1e9.1", "1.1\n", "1.1/x"])
      expect(isTimestamp(id)).toBe(false);
  });
});
