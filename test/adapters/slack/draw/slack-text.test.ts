import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeMrkdwn, fromSlackText } from "../../../../adapters/slack/draw/slack-text.ts";
import { anyText } from "./any-card.ts";

describe("what a person typed", () => {
  it.each([
    ["R&amp;D &lt;3 &gt; 2", "R&D <3 > 2"],
    ["&amp;lt;b&amp;gt;", "&lt;b&gt;"],
    ["&lt;!channel&gt;", "<!channel>"],
    ["thanks <@U1|ana>!", "thanks @ana!"],
    ["thanks <@U1>", "thanks @someone"],
    ["see <#C1|general> and <#C2>", "see #general and #channel"],
    ["<#C2|>", "#channel"],
    ["<!channel> <!here|here> <!everyone>", "@\u2060channel @\u2060here @\u2060everyone"],
    ["<!subteam^S1|@city-team> <!subteam^S2>", "@\u2060city-team @\u2060group"],
    ["<!date^1392734382^{date}|18 February>", "18 February"],
    ["<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"],
    ["<https://x.example|our plan>", "our plan (https://x.example)"],
    ["<https://bank.example|https://evil.example>", "https://evil.example (https://bank.example)"],
    ["<http://city.example|city.example>", "city.example"],
    ["<mailto:a@b.example|a@b.example>", "a@b.example"],
    ["<mailto:a@b.example|write to me>", "write to me (mailto:a@b.example)"],
    ["<tel:+15551234|+15551234>", "+15551234"],
    ["<https://x.example|R&amp;D &lt;plan&gt;>", "R&D <plan> (https://x.example)"],
    ["a < b", "a < b"],
    ["<nothing of Slack's>", "<nothing of Slack's>"],
    ["*bold* :wave: ~no~\n> quote", "*bold* :wave: ~no~\n> quote"],
    ["", ""],
  ])("%s", (sent, typed) => {
    expect(fromSlackText(sent)).toBe(typed);
  });

  it("comes back as it was, however Slack had to write it", () => {
    const check = fc.property(anyText, (text) => fromSlackText(escapeMrkdwn(text)) === text);
    fc.assert(check);
  });
});

describe("escaped text", () => {
  it("holds nothing that Slack reads as a mention, link or entity of somebody else", () => {
    expect(escapeMrkdwn("<!channel> R&D &amp; <@U1>")).toBe("&lt;!channel&gt; R&amp;D &amp;amp; &lt;@U1&gt;");
  });
});
