import { expect, test } from "vitest";
import { drawMailHtml } from "../../../adapters/mail/draw-mail-html.ts";
import { mailText } from "../../../adapters/mail/mail-text.ts";
import type { Card } from "../../../src/ports/card.ts";

const absolute = (path: string) => `https://rapport.example${path}`;
const card: Card = {
  summary: "Digest",
  nodes: [
    { kind: "heading", text: "Digest for October" },
    { kind: "text", text: "One\nTwo & three" },
    { kind: "quote", text: "We <b>did</b> it.\n> Again", by: "Ana, City" },
    { kind: "facts", facts: [{ label: "Next check-in", value: "Tue 24 Nov 2026" }] },
    { kind: "list", items: ["first", "second"] },
    {
      kind: "table",
      caption: "Figures",
      columns: ["About", "City", "Acme"],
      rows: [["Overall", "Strong", "Steady"]],
    },
    { kind: "divider" },
    { kind: "link", label: "Read more", path: "/digests" },
    {
      kind: "form",
      fields: [{ kind: "text", name: "text", label: "Your words", maxLength: 10 }],
      submit: { label: "Send", action: { name: "answer", args: {} } },
      window: { label: "Answer", action: { name: "answer-form", args: {} } },
    },
    { kind: "choice", label: "A statement", options: [], action: { name: "rate", args: {} } },
  ],
};

test("plain text keeps headings, quotes, tables and links apart and leaves inputs out", () => {
  expect(mailText(card, absolute)).toBe(`Digest for October
==================

One
Two & three

> We <b>did</b> it.
> > Again
(Ana, City)

Next check-in: Tue 24 Nov 2026

- first
- second

Figures
Overall: City Strong; Acme Steady

--------

Read more:
https://rapport.example/digests
`);
});

test("HTML escapes every word and has real headings, quotes, table headers and links", async () => {
  const html = await drawMailHtml(card, absolute);
  expect(html).toContain("We &lt;b&gt;did&lt;/b&gt; it.<br>&gt; Again");
  expect(html).toMatch(/<h1[^>]*>Digest for October<\/h1>/);
  expect(html).toMatch(/<th scope="row"[^>]*>Overall<\/th><td>Strong<\/td>/);
  expect(html).toContain('<a href="https://rapport.example/digests">Read more</a>');
  expect(html).not.toMatch(/Your words|A statement|<input|<form/);
});

test("only web addresses become links", async () => {
  const html = await drawMailHtml(card, () => "javascript:alert(1)");
  expect(html).not.toContain("javascript");
});
