import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { RapportError } from "../../../src/errors.ts";
import { aCheckInCard } from "./sample-cards.ts";
import { byScript, WebWorld } from "./web-world.ts";

let world: WebWorld;
afterEach(() => world.close());

/** `fetch` does not let a test choose its Host. */
function getAs(host: string, path = "/", base = world.base): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(base + path, { headers: { Host: host } }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on("error", reject)
      .end();
  });
}

describe("health", () => {
  it("is alive at once, and ready when the work can be done", async () => {
    world = await new WebWorld().open();
    expect((await world.get("/healthz")).status).toBe(200);
    expect((await world.get("/readyz")).status).toBe(200);
    world.isReady = false;
    expect((await world.get("/readyz")).status).toBe(503);
  });

  it("answers probes that reach us by address", async () => {
    world = await new WebWorld().open({ publicUrl: "https://rapport.example", openDoorAllowed: false });
    expect((await world.get("/healthz")).status).toBe(200);
  });
});

describe("safety", () => {
  it("allows own content only, keeps pages out of caches and tells nobody where people come from", async () => {
    world = await new WebWorld().open();
    const { headers } = await world.get("/");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'self'");
    expect(headers.get("Content-Security-Policy")).not.toContain("unsafe");
    expect(headers.get("Content-Security-Policy")).not.toContain("upgrade-insecure-requests");
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect(headers.has("Strict-Transport-Security")).toBe(false);
    expect(headers.has("X-Powered-By")).toBe(false);
  });

  it("insists on https only where PUBLIC_URL has it", async () => {
    world = await new WebWorld().open({ publicUrl: "https://rapport.example", openDoorAllowed: false });
    world.links.set("weekly", { purpose: { kind: "check-in", invitationId: "i1" }, state: "open" });
    const cookies = await new Promise<string[]>((resolve, reject) => {
      const headers = { Host: "rapport.example", Origin: "https://rapport.example" };
      request(`${world.base}/go/weekly`, { method: "POST", headers }, (response) => {
        expect(response.headers["strict-transport-security"]).toBeDefined();
        resolve(response.headers["set-cookie"] ?? []);
        response.resume();
      })
        .on("error", reject)
        .end();
    });
    expect(cookies[0]).toContain("; Secure");
  });

  it("draws pages without any inline script or style", async () => {
    world = await new WebWorld().open();
    await world.board.post("web:city-steward", "one", aCheckInCard());
    const html = await (await world.get("/c/city-steward")).text();
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/u);
  });

  it("serves assets under names that change with their content, for a year", async () => {
    world = await new WebWorld().open();
    const html = await (await world.get("/")).text();
    const paths = html.match(/\/assets\/[a-z]+\.[0-9a-f]{12}\.(?:css|js|svg)/gu) ?? [];
    expect(paths.length).toBe(3);
    for (const path of paths) {
      const { status, headers } = await world.get(path);
      expect(status).toBe(200);
      expect(headers.get("Cache-Control")).toContain("immutable");
    }
  });

  it("changes nothing for a request from another site, on every path that changes something", async () => {
    world = await new WebWorld().open();
    world.links.set("weekly", { purpose: { kind: "check-in", invitationId: "i1" }, state: "open" });
    const paths = [
      "/c/city-steward/act",
      "/c/city-steward/say",
      "/go/weekly",
      "/check-in/act",
      "/pages/act",
      "/leave",
    ];
    for (const path of paths) {
      const pairs = { action: "rate", text: "pause", as: "city-steward" };
      expect((await world.post(path, pairs, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
      const silent = await fetch(world.base + path, { method: "POST", body: new URLSearchParams(pairs) });
      expect(silent.status).toBe(403);
    }
    expect([world.interactions, world.commands, world.sessions.size]).toEqual([[], [], 0]);
    expect(world.links.get("weekly")?.state).toBe("open");
  });

  it("answers only under the host of PUBLIC_URL, and names the header to an operator", async () => {
    world = await new WebWorld().open({ publicUrl: "http://rapport.example:8080", openDoorAllowed: false });
    expect((await getAs("rapport.example:8080")).status).toBe(200);
    const wrong = await getAs("evil.example");
    expect(wrong.status).toBe(421);
    expect(wrong.text).toContain("Host header");
  });

  it("shuts the door for a foreign name that points to this machine", async () => {
    world = await new WebWorld().open();
    expect((await getAs("evil.example", "/c/city-steward")).status).toBe(404);
    expect((await getAs(new URL(world.base).host, "/c/city-steward")).status).toBe(200);
  });

  it("takes bodies up to 256 KB and says clearly when one is larger", async () => {
    world = await new WebWorld().open();
    const fits = await world.post("/c/city-steward/say", { text: "a".repeat(250_000) });
    expect(fits.status).toBe(303);
    const large = await world.post("/c/city-steward/say", { text: "a".repeat(300_000) });
    expect(large.status).toBe(413);
    expect(await large.text()).toContain("Please send a shorter text");
    expect(world.commands.length).toBe(1);
  });
});

describe("faults", () => {
  it("show a code and never a stack, and the log has the same incident", async () => {
    world = await new WebWorld().open();
    world.page = () => {
      throw new TypeError("secret detail");
    };
    const response = await world.get("/status");
    expect(response.status).toBe(500);
    const html = await response.text();
    expect(html).not.toMatch(/secret detail|TypeError|\.ts:/u);
    const incident = world.logged[0]?.incident;
    expect(html).toContain(`web.unexpected · ${incident}`);
  });

  it("that pass are told apart from those that stay, and tell a script that nothing was saved", async () => {
    world = await new WebWorld().open();
    world.board.say = () => Promise.reject(new RapportError("database.away", "Away", { retry: "later" }));
    const response = await world.post("/c/city-steward/say", { text: "help" }, byScript);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ outcome: "not-saved", code: "database.away" });
    expect(world.commands).toEqual([]);
  });

  it("of any kind are said to pass while no work can be done", async () => {
    world = await new WebWorld().open();
    world.isReady = false;
    world.page = () => {
      throw new TypeError("The connection is gone");
    };
    const response = await world.get("/status");
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("Please try again in a minute");
  });

  it("of the sender are not logged as ours", async () => {
    world = await new WebWorld().open();
    expect((await world.get("/c/%E0%A4%A")).status).toBe(400);
    expect(world.logged).toEqual([]);
  });
});
