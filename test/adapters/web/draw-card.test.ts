import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawCard } from "../../../adapters/web/draw-card.ts";
import { drawText, safePath } from "../../../adapters/web/draw-text.ts";
import type { Drawing } from "../../../adapters/web/drawing.ts";
import type { Action, CardNode } from "../../../src/ports/card.ts";
import { words } from "./web-world.ts";

function drawing(): Drawing {
  let count = 0;
  return {
    words,
    idPrefix: "m-1",
    headingLevel: 2,
    postTo: "/c/one/act",
    carried: { messageId: "message-1" },
    nextEventId: () => `event-${++count}`,
    hrefOf: safePath,
  };
}

function draw(...nodes: CardNode[]): string {
  return String(drawCard({ summary: "", nodes }, drawing()));
}

/** One node of each kind, with the same string in every place that a string can stand in. */
function everywhere(text: string): CardNode[] {
  const action: Action = { name: text, args: { [text]: text } };
  const button = { label: text, action, confirm: text };
  const options = [{ value: text, label: text }];
  return [
    { kind: "heading", text },
    ...(["plain", "quiet", "good", "warning"] as const).map(
      (tone): CardNode => ({ kind: "text", text, tone }),
    ),
    { kind: "quote", text, by: text },
    { kind: "facts", facts: [{ label: text, value: text }] },
    { kind: "list", items: [text] },
    { kind: "table", caption: text, columns: [text], rows: [[text, text]] },
    { kind: "choice", label: text, options, chosen: text, action },
    {
      kind: "form",
      fields: [
        { kind: "text", name: text, label: text, hint: `Hint ${text}`, value: text, maxLength: 9 },
        { kind: "text", name: text, label: text, value: text, multiline: true, maxLength: 9 },
        { kind: "select", name: text, label: text, hint: `Hint ${text}`, options, value: text },
        { kind: "date", name: text, label: text, hint: `Hint ${text}`, value: text },
      ],
      submit: button,
      window: { label: text, action },
    },
    { kind: "buttons", buttons: [button, { ...button, style: "danger" }] },
    { kind: "link", label: text, path: text },
    { kind: "link", label: text, path: `/${text}` },
  ];
}

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "'--></textarea></title>",
        "javascript:alert(1)",
        "</option></select><b>",
        "<!channel>",
        "&lt;",
        "\u2068",
        "\u2069",
        "\u2066",
        "\u202e",
        "\u0000",
        "\ud800",
        "\n",
        "`${",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

/** Every tag of a drawing in order, without isolates, which data may bring along. */
function tagsOf(html: string): string[] {
  return (html.match(/<\/?[a-z][a-z0-9]*|<[^a-z/]/giu) ?? []).filter((tag) => !/^<\/?bdi$/u.test(tag));
}

describe("drawing a card", () => {
  it("never lets a string become markup, whatever stands in it", () => {
    const tags = tagsOf(draw(...everywhere("plain words")));
    fc.assert(
      fc.property(nasty, (text) => {
        const html = draw(...everywhere(text));
        const drawn = tagsOf(html).filter((tag) => !/^<\/?a$/u.test(tag));
        expect(drawn).toEqual(tags.filter((tag) => !/^<\/?a$/u.test(tag)));
        expect(html.match(/<bdi/gu)?.length).toBe(html.match(/<\/bdi>/gu)?.length);
        expect(html).not.toMatch(/href="(?!\/(?![/\\]))/u);
        expect(html).not.toContain("\u0000");
      }),
      { numRuns: 200 },
    );
  });

  it("keeps every quote inside its attribute", () => {
    const html = draw(...everywhere('" onmouseover="alert(1)'));
    expect(html).not.toContain('" onmouseover');
  });

  it("draws isolates as <bdi>, closes what is left open and drops what was never opened", () => {
    expect(String(drawText("by \u2068נור\u2069!"))).toBe("by <bdi>נור</bdi>!");
    expect(String(drawText("\u2068a \u2067b"))).toBe('<bdi>a <bdi dir="rtl">b</bdi></bdi>');
    expect(String(drawText("a\u2069b"))).toBe("ab");
  });

  it.each(["constructor", "valueOf", "__proto__", "toString"])("draws the word %s as itself", (word) => {
    expect(String(drawText(word))).toBe(word);
    expect(String(drawText(`${word}\u2068${word}`))).toBe(`${word}<bdi>${word}</bdi>`);
  });

  it("limits how deep isolates nest, so that no text can build a tower", () => {
    const drawn = String(drawText("\u2068".repeat(10_000) + "\u2069".repeat(10_000)));
    expect(drawn.match(/<bdi>/gu)?.length).toBe(8);
    expect(drawn.match(/<\/bdi>/gu)?.length).toBe(8);
  });

  it("draws a statement as a fieldset of labelled submit buttons with the chosen one pressed", () => {
    const html = draw({
      kind: "choice",
      label: "I trust them",
      options: [
        { value: "4", label: "Agree" },
        { value: "5", label: "Strongly agree" },
      ],
      chosen: "5",
      action: { name: "rate", args: { item: "ANC1" } },
    });
    expect(html).toContain("<fieldset><legend>I trust them</legend>");
    expect(html).toMatch(/name="field.value" value="4" aria-pressed="false"[^>]*>Agree</u);
    expect(html).toMatch(/name="field.value" value="5" aria-pressed="true"[^>]*>Strongly agree</u);
    expect(html).toContain('<input type="hidden" name="action" value="rate">');
    expect(html).toContain('<input type="hidden" name="arg.item" value="ANC1">');
    expect(html).toContain('<input type="hidden" name="messageId" value="message-1">');
  });

  it("ties hints and limits to their input", () => {
    const html = draw({
      kind: "form",
      fields: [
        { kind: "text", name: "text", label: "A win", hint: "Short", multiline: true, maxLength: 500 },
      ],
      submit: { label: "Send", action: { name: "win", args: {} } },
      window: { label: "Share a win", action: { name: "win-form", args: {} } },
    });
    expect(html).toContain('<label for="m-1-0-0">A win</label>');
    expect(html).toContain('aria-describedby="m-1-0-0-hint m-1-0-0-limit"');
    expect(html).toContain("Up to 500 characters.");
    expect(html).toContain('maxlength="500"');
  });

  it("gives each form its own event id, and each field the same key in every drawing", () => {
    const context = drawing();
    const card = { summary: "", nodes: everywhere("x") };
    const first = String(drawCard(card, context));
    const second = String(drawCard(card, context));
    const eventIds = (html: string) => html.match(/name="eventId" value="[^"]*"/gu) ?? [];
    const keys = (html: string) => html.match(/data-key="[^"]*"/gu) ?? [];
    const all = [...eventIds(first), ...eventIds(second)];
    expect(new Set(all).size).toBe(all.length);
    expect(keys(second)).toEqual(keys(first));
  });

  it("asks before an action with a confirmation, without a script", () => {
    const html = draw({
      kind: "buttons",
      buttons: [{ label: "Pause", confirm: "No more check-ins.", action: { name: "pause", args: {} } }],
    });
    expect(html).toMatch(
      /<details[^>]*><summary[^>]*><span>Pause<\/span><\/summary>[\s\S]*No more check-ins\.[\s\S]*<form/u,
    );
  });

  it("keeps a first new line of a text that is edited again", () => {
    const html = draw({
      kind: "form",
      fields: [{ kind: "text", name: "text", label: "A", value: "\nfirst", multiline: true, maxLength: 9 }],
      submit: { label: "Send", action: { name: "win", args: {} } },
      window: { label: "Share a win", action: { name: "win-form", args: {} } },
    });
    expect(html).toContain(">\n\nfirst</textarea>");
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "status",
    "/\t/evil",
  ])("draws a link to %s as words alone", (path) => {
    expect(draw({ kind: "link", label: "Look", path })).not.toContain("<a");
  });
});
