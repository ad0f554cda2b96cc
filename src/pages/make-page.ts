import type { PageResult } from "../ports/page.ts";
import type { PageNeeds } from "./page-needs.ts";
import type { Reader } from "./reader.ts";

/** Makes one page for a reader; `query` is as it stood in the address and not trusted. */
export type MakePage = (
  needs: PageNeeds,
  reader: Reader,
  query: Readonly<Record<string, string | undefined>>,
) => Promise<PageResult>;
