import type { ProgressResult } from "@clack/prompts";
import type { CommandIo, ProgressState } from "./command.ts";

/** The parts of a terminal's streams that are used here. */
interface Terminal {
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly errors: NodeJS.WritableStream;
  /** Plain lines even where a bar could move. */
  readonly accessible: boolean;
  /** The bar's maker, loaded by the caller when it is wanted. */
  readonly bar: (options: { readonly max: number }) => ProgressResult;
}

/** A command's words on a terminal: progress is a bar that moves, or a line at every tenth where none can. */
export function terminalIo({ output, errors, accessible, bar }: Terminal): CommandIo {
  const isTty = output.isTTY === true && !accessible;
  const progress =
    isTty && (output.columns ?? 0) >= narrowest ? movingBar(bar) : plainLines((text) => errors.write(text));
  return {
    out: (text) => {
      progress.pause();
      output.write(withLineEnd(text));
    },
    err: (text) => {
      progress.pause();
      errors.write(withLineEnd(text));
    },
    progress: progress.show,
    isTty,
    columns: output.columns || undefined,
  };
}

// A bar of 40 signs with its words; a terminal that does not tell its width says 0.
const narrowest = 72;

interface Drawing {
  show(state: ProgressState): void;
  /** Leaves the line to others; the next state starts a new one. */
  pause(): void;
}

function movingBar(bar: Terminal["bar"]): Drawing {
  let drawn: { readonly bar: ProgressResult; state: ProgressState } | null = null;
  return {
    show: (state) => {
      if (drawn === null) {
        drawn = { bar: bar({ max: state.total }), state: { ...state, done: 0 } };
        drawn.bar.start(state.title);
      }
      drawn.bar.advance(state.done - drawn.state.done, lineOf(state));
      drawn.state = state;
      if (state.done < state.total) return;
      drawn.bar.stop(lineOf(state));
      drawn = null;
    },
    pause: () => {
      drawn?.bar.clear();
      drawn = null;
    },
  };
}

function plainLines(write: (text: string) => void): Drawing {
  let last = { title: "", tenth: -1 };
  return {
    show: (state) => {
      const tenth = state.total === 0 ? 10 : Math.floor((state.done / state.total) * 10);
      if (state.title === last.title && tenth === last.tenth) return;
      last = { title: state.title, tenth };
      write(`${lineOf(state)}\n`);
    },
    pause: () => {},
  };
}

function lineOf(state: ProgressState): string {
  const note = state.note === undefined ? "" : ` (${state.note})`;
  return `${state.title}: ${state.done} of ${state.total}${note}`;
}

function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
