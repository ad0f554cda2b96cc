import { html } from "hono/html";
import { drawText, type Html } from "./draw-text.ts";

/** A short page that says what happened and what to do next. */
export interface Notice {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly label: string; readonly path: string };
  /** One button that posts these pairs, for example to try again with the same words. */
  readonly post?: {
    readonly label: string;
    readonly path: string;
    readonly pairs: Iterable<readonly [string, string]>;
  };
  /** Shown to people and found in the log. */
  readonly code?: string;
}

export function drawNotice({ title, paragraphs, link, post, code }: Notice): Html {
  const hidden = [...(post?.pairs ?? [])];
  return html`<section class="panel notice"><h1>${drawText(title)}</h1>
${paragraphs.map((text) => html`<p>${drawText(text)}</p>`)}
${
  post === undefined
    ? ""
    : html`<form method="post" action="${post.path}">${hidden.map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
      )}<button class="button primary">${drawText(post.label)}</button></form>`
}
${link === undefined ? "" : html`<p><a class="go" href="${link.path}">${drawText(link.label)}</a></p>`}
${code === undefined ? "" : html`<p class="tone-quiet"><code>${code}</code></p>`}
</section>`;
}
