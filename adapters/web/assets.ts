import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Response, Router } from "express";

const folder = join(import.meta.dirname, "assets");
const styles = ["base.css", "layout.css", "card.css", "form.css", "chat.css"].map((name) =>
  readFileSync(join(folder, name), "utf8"),
);

/** A static file under a name that changes with its content, so that browsers may keep it for a year. */
interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

export const styleSheet = makeAsset("style", "css", styles.join("\n"));
export const script = makeAsset("app", "js", readFileSync(join(folder, "app.js"), "utf8"));
export const icon = makeAsset("icon", "svg", readFileSync(join(folder, "icon.svg"), "utf8"));

/** Serves the style sheet, the script and the icon under /assets; another name there is not found. */
export function createAssetRoutes(): Router {
  const routes = Router();
  for (const asset of [styleSheet, script, icon]) {
    routes.get(asset.path, (_request, response: Response) => {
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.type(asset.type).send(asset.body);
    });
  }
  return routes;
}

function makeAsset(name: string, type: "css" | "js" | "svg", body: string): Asset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return { path: `/assets/${name}.${hash}.${type}`, type, body };
}
