import { describe, expect, it } from "vitest";
import { isExpectedHost, isOwnOrigin } from "../../../adapters/web/own-site.ts";

const host = "127.0.0.1:3000";

describe("where a change may come from", () => {
  it.each(["same-origin", "none"])("accepts Sec-Fetch-Site %s", (site) => {
    expect(isOwnOrigin({ host, "sec-fetch-site": site }, null)).toBe(true);
  });

  it.each(["cross-site", "same-site", ""])("refuses Sec-Fetch-Site '%s' whatever the Origin says", (site) => {
    expect(isOwnOrigin({ host, "sec-fetch-site": site, origin: `http://${host}` }, null)).toBe(false);
  });

  it("accepts an Origin with our own host where the browser sends no Sec-Fetch-Site", () => {
    expect(isOwnOrigin({ host, origin: `http://${host}` }, null)).toBe(true);
    expect(isOwnOrigin({ host: "rapport.example", origin: "https://rapport.example" }, null)).toBe(true);
  });

  it("accepts the Origin of PUBLIC_URL behind a proxy that rewrites the Host", () => {
    expect(isOwnOrigin({ host, origin: "https://rapport.example" }, "https://rapport.example/")).toBe(true);
    expect(isOwnOrigin({ host, origin: "http://rapport.example" }, "https://rapport.example/")).toBe(false);
  });

  it.each(["null", "http://evil.example", "http://127.0.0.1:3001", "nonsense"])(
    "refuses the Origin %s",
    (origin) => {
      expect(isOwnOrigin({ host, origin }, null)).toBe(false);
    },
  );

  it("refuses a request that says nothing about its origin", () => {
    expect(isOwnOrigin({ host }, null)).toBe(false);
  });
});

describe("the Host", () => {
  it("may be anything while there is no PUBLIC_URL", () => {
    expect(isExpectedHost({ host: "anything" }, null)).toBe(true);
  });

  it("must be that of PUBLIC_URL otherwise, with or without the default port", () => {
    const publicUrl = "https://rapport.example/";
    expect(isExpectedHost({ host: "rapport.example" }, publicUrl)).toBe(true);
    expect(isExpectedHost({ host: "Rapport.example:443" }, publicUrl)).toBe(true);
    expect(isExpectedHost({ host: "rapport.example:8443" }, publicUrl)).toBe(false);
    expect(isExpectedHost({ host: "evil.example" }, publicUrl)).toBe(false);
    expect(isExpectedHost({ host: "evil.example/rapport.example" }, publicUrl)).toBe(false);
    expect(isExpectedHost({}, publicUrl)).toBe(false);
  });
});
