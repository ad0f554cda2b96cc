import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { openBrowser } from "../adapters/web/open-browser.ts";

type Json = Readonly<Record<string, unknown>>;

/** What can be drawn: a message or a view as Slack would get it. */
interface Drawable {
  readonly type?: string;
  readonly blocks: readonly object[];
  readonly title?: Label;
  readonly submit?: Label;
  readonly close?: Label;
}

interface Label {
  readonly text: string;
}

// React comes with the package that draws blocks; it is nobody's dependency but its.
const require = createRequire(import.meta.resolve("slack-blocks-to-jsx"));
// Imported in the usual way, its types would put React's idea of a browser in place of Playwright's.
const { Message }: { readonly Message: unknown } = createRequire(import.meta.url)("slack-blocks-to-jsx");
const react: { createElement(component: unknown, props: object): unknown } = require("react");
const server: { renderToStaticMarkup(element: unknown): string } = require("react-dom/server");
const styles = readFileSync(require.resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");

/**
 * Makes a picture (PNG) of a message or view about as Slack shows it, `width` pixels wide: 390 is a phone. The page is
 * drawn without a network; emoji appear where the machine has a font for them.
 */
export async function drawPicture(
  payload: object,
  file: string,
  { title, width = 700 }: { readonly title: string; readonly width?: number },
): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width, height: 844 }, deviceScaleFactor: 1 });
    await page.setContent(pageOf(payload as Drawable, title));
    await page.screenshot({ path: file, fullPage: true });
  } finally {
    await browser.close();
  }
}

function pageOf(payload: Drawable, title: string): string {
  const blocks = payload.blocks.map((block) => `<div class="piece">${htmlOf(block as Json)}</div>`).join("");
  return `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title><style>${styles}${own}</style>
<p class="name">${escaped(title)} · ${payload.blocks.length} blocks</p>${framed(payload, blocks)}`;
}

function framed({ type, title, submit, close }: Drawable, blocks: string): string {
  if (type !== "modal") return `<main>${blocks}</main>`;
  const buttons = [close, submit].map((label) =>
    label === undefined ? "" : `<b>${escaped(label.text)}</b>`,
  );
  return `<main class="modal"><h1>${escaped(title?.text ?? "")}</h1>${blocks}<footer>${buttons.join("")}</footer></main>`;
}

/**
 * The package draws no data tables, leaves inputs empty and reads mentions and colon codes out of plain text, which
 * Slack does not.
 */
function htmlOf(block: Json): string {
  if (block.type === "data_table") return tableOf(block);
  if (block.type === "input") return inputOf(block);
  const drawable = JSON.parse(JSON.stringify(block), (_, value: unknown) => unread(value));
  const props = {
    blocks: [drawable],
    name: "Rapport",
    logo: "",
    theme: "light",
    withoutWrapper: true,
  } as const;
  return server.renderToStaticMarkup(react.createElement(Message, props));
}

/** Plain text with a joiner inside what the package would read as markup. */
function unread(value: unknown): unknown {
  const { type, text } = (value ?? {}) as Json;
  if (type !== "plain_text" || typeof text !== "string") return value;
  return { ...(value as Json), text: text.replace(/[<:*_~`]/gu, "$&\u2060") };
}

function tableOf({ caption, rows }: Json): string {
  const lines = (rows as { text: string }[][]).map((row, at) => {
    const cells = row.map(({ text }, column) => {
      const tag = at === 0 || column === 0 ? "th" : "td";
      return `<${tag}>${escaped(text)}</${tag}>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table><caption>${escaped(String(caption))}</caption>${lines.join("")}</table>`;
}

function inputOf({ label, hint, element, optional }: Json): string {
  const { type, multiline, initial_value, initial_option, initial_date } = element as Json;
  const chosen = (initial_option as { text: Label } | undefined)?.text.text;
  const value = String(initial_value ?? chosen ?? initial_date ?? "");
  const arrow = type === "plain_text_input" ? "" : "<i>▾</i>";
  const note = hint === undefined ? "" : `<small>${escaped((hint as Label).text)}</small>`;
  return `<label>${escaped((label as Label).text)}${optional ? " (optional)" : ""}<span class="${multiline ? "tall" : ""}">${escaped(value)}${arrow}</span>${note}</label>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const own = `
body { margin: 0; padding: 12px; font: 15px/1.47 Lato, "DejaVu Sans", sans-serif; background: #fff; }
.name { margin: 0 0 8px; color: #888; font-size: 11px; }
main { max-width: 640px; }
.modal { border: 1px solid #ccc; border-radius: 8px; padding: 12px 20px; max-width: 520px; }
.modal h1 { font-size: 20px; font-weight: 800; margin: 0 0 8px; }
.modal footer { display: flex; gap: 12px; justify-content: flex-end; padding-top: 12px; }
.modal footer b { border: 1px solid #bbb; border-radius: 4px; padding: 6px 12px; }
.piece { margin: 4px 0; }
table { border-collapse: collapse; font-size: 13px; }
caption { text-align: left; font-weight: 700; padding: 4px 0; }
label { display: block; font-weight: 700; padding: 6px 0; }
label span { display: block; font-weight: 400; border: 1px solid #bbb; border-radius: 4px; padding: 6px 10px; min-height: 22px; }
label span.tall { min-height: 88px; white-space: pre-wrap; }
label i { float: right; font-style: normal; }
small { display: block; font-weight: 400; font-size: 13px; color: #666; }
th, td { border: 1px solid #ddd; padding: 6px 10px; text-align: left; }
`;
