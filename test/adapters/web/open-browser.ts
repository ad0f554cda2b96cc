import { existsSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as driver } from "playwright-core";

/** A headless Chromium: the one from npm on Linux x64, an installed Chrome elsewhere. The caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const bundled = process.platform === "linux" && process.arch === "x64";
  const executablePath = bundled ? await chromium.executablePath() : undefined;
  if (executablePath === undefined || !existsSync(executablePath))
    return driver.launch({ channel: "chrome" });
  return driver.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader"],
  });
}
