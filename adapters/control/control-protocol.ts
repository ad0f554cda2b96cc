import { z } from "zod";

const shortText = z.string().max(4_096);

/** What the caller typed and where: sent as the body of `POST /run`. */
export const controlRequest = z.strictObject({
  argv: z.array(z.string().max(65_536)).max(1_000),
  cwd: shortText,
  columns: z.int().positive().optional(),
  isTty: z.boolean(),
  /** What was entered or piped in where the caller sits; it may hold secrets, which no command line may. */
  input: z.string().max(65_536).optional(),
});
export type ControlRequest = z.infer<typeof controlRequest>;

const progressState = z.object({
  title: z.string(),
  done: z.number(),
  total: z.number(),
  note: z.string().optional(),
});

/** One line of the reply. Exactly one `exit` ends it; without one the server went away. */
export const controlLine = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ progress: progressState }),
  z.object({ exit: z.int() }),
]);
export type ControlLine = z.infer<typeof controlLine>;

/** Where the lines of a command go, at either end of the socket. */
export interface ControlIo {
  out(text: string): void;
  err(text: string): void;
  progress?(state: z.infer<typeof progressState>): void;
}
