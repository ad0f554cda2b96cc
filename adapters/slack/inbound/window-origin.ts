import { z } from "zod";
import { originOf } from "../draw/action-codec.ts";

/** What a window remembers of what is beneath it. It comes back from outside: good for showing, for nothing else. */
export interface WindowOrigin {
  /** It stands over Home, which is drawn anew when something was done. */
  readonly home: boolean;
  /** The title of the window right beneath, which Slack does not tell. */
  readonly below: string | null;
}

const written = z.object({ h: z.boolean(), b: z.string().nullable() });

/** As `drawModal` takes it. */
export function encodeOrigin({ home, below }: WindowOrigin): string {
  return JSON.stringify({ h: home, b: below });
}

/** Out of a view's private metadata; whatever else stands there is a window over nothing. */
export function readOrigin(privateMetadata: string): WindowOrigin {
  const read = written.safeParse(parsed(originOf(privateMetadata)));
  return read.success ? { home: read.data.h, below: read.data.b } : { home: false, below: null };
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}
