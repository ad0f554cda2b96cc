import { describe, expect, it } from "vitest";
import { type Approach, isDoorOpen } from "../../../adapters/web/door.ts";

function approach(
  headers: Record<string, string> = {},
  socket: Approach["socket"] = { localAddress: "127.0.0.1", remoteAddress: "127.0.0.1" },
): Approach {
  return { socket, headers: { host: "localhost:3000", ...headers } };
}

describe("the open local door", () => {
  it.each(["localhost", "localhost:3000", "LOCALHOST:3000", "127.0.0.1:3000", "127.8.9.10", "[::1]:3000"])(
    "is open on loopback with the Host %s",
    (host) => {
      expect(isDoorOpen(approach({ host }), true)).toBe(true);
    },
  );

  it.each([
    ["::1", "::1"],
    ["::ffff:127.0.0.1", "::ffff:127.0.0.1"],
  ])("is open between %s and %s", (localAddress, remoteAddress) => {
    expect(isDoorOpen(approach({}, { localAddress, remoteAddress }), true)).toBe(true);
  });

  it("is closed to HTTP/1.0, which a proxy speaks that passes strangers on without saying so", () => {
    expect(isDoorOpen({ ...approach(), httpVersion: "1.0" }, true)).toBe(false);
    expect(isDoorOpen({ ...approach(), httpVersion: "1.1" }, true)).toBe(true);
  });

  it.each([
    ["origin", "https://rapport.example.org"],
    ["referer", "https://rapport.example.org/c/ana"],
    ["origin", "not an address"],
  ])("is closed when the %s is %s", (header, value) => {
    expect(isDoorOpen(approach({ [header]: value }), true)).toBe(false);
  });

  it.each([
    ["origin", "http://localhost:3000"],
    ["referer", "http://127.0.0.1:3000/"],
    ["origin", "null"],
  ])("stays open when the %s is our own: %s", (header, value) => {
    expect(isDoorOpen(approach({ [header]: value }), true)).toBe(true);
  });

  it("does not exist when settings forbid it", () => {
    expect(isDoorOpen(approach(), false)).toBe(false);
  });

  it.each([
    ["10.0.0.5", "127.0.0.1"],
    ["127.0.0.1", "10.0.0.5"],
    ["127.0.0.1", "::ffff:10.0.0.5"],
    ["127.0.0.1", "1270.0.0.1"],
    ["::", "::1"],
  ])("is shut when the socket runs from %s to %s", (localAddress, remoteAddress) => {
    expect(isDoorOpen(approach({}, { localAddress, remoteAddress }), true)).toBe(false);
  });

  it("is shut when the socket has no addresses any more", () => {
    expect(isDoorOpen(approach({}, {}), true)).toBe(false);
  });

  it.each([
    "rapport.example",
    "localhost.evil.example",
    "evil.example:3000",
    "127.0.0.1.evil.example",
    "127.0.0.256",
    "128.0.0.1",
    "0.0.0.0:3000",
    "[::2]:3000",
    "localhost:3000:1",
    "localhost:port",
    "",
  ])("is shut for the Host '%s', so that a foreign name that points here opens nothing", (host) => {
    expect(isDoorOpen(approach({ host }), true)).toBe(false);
  });

  it("is shut without a Host", () => {
    expect(isDoorOpen({ ...approach(), headers: {} }, true)).toBe(false);
  });

  it.each([
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "via",
    "cf-connecting-ip",
    "cf-ray",
    "true-client-ip",
    "x-client-ip",
    "x-original-host",
  ])("is shut when the header %s says that somebody passed the request on", (name) => {
    expect(isDoorOpen(approach({ [name]: "" }), true)).toBe(false);
  });
});
