import { PassThrough } from "node:stream";
import { progress } from "@clack/prompts";
import { expect, test } from "vitest";
import { terminalIo } from "../../src/command-line/terminal-io.ts";

function terminal(options: { isTTY: boolean; accessible: boolean; columns?: number }) {
  const output = Object.assign(new PassThrough(), { isTTY: options.isTTY, columns: options.columns ?? 80 });
  const errors = new PassThrough();
  const io = terminalIo({
    output,
    errors,
    accessible: options.accessible,
    bar: (settings) => progress({ ...settings, output }),
  });
  const read = () => ({ out: String(output.read() ?? ""), err: String(errors.read() ?? "") });
  return { io, read };
}

test("words go to their stream with one line end", () => {
  const { io, read } = terminal({ isTTY: false, accessible: false });
  io.out("a");
  io.out("b\n");
  io.err("c");
  expect(read()).toEqual({ out: "a\nb\n", err: "c\n" });
});

test.each([
  ["where nothing can move", { isTTY: false, accessible: false }],
  ["on a narrow terminal", { isTTY: true, accessible: false, columns: 40 }],
  ["on a terminal of unknown width", { isTTY: true, accessible: false, columns: 0 }],
  ["with --accessible", { isTTY: true, accessible: true }],
])("progress is a line at every tenth %s, apart from the result", (_case, options) => {
  const { io, read } = terminal(options);
  for (let done = 0; done <= 200; done += 1) io.progress?.({ title: "Weeks", done, total: 200 });
  const { out, err } = read();
  expect(out).toBe("");
  expect(err.trim().split("\n")).toEqual(
    [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200].map((n) => `Weeks: ${n} of 200`),
  );
});

test("nothing to do is one line", () => {
  const { io, read } = terminal({ isTTY: false, accessible: false });
  io.progress?.({ title: "Weeks", done: 0, total: 0, note: "none are due" });
  expect(read().err).toBe("Weeks: 0 of 0 (none are due)\n");
});

test("progress on a terminal is a bar that makes way for words and ends with its last state", () => {
  const { io, read } = terminal({ isTTY: true, accessible: false });
  expect(io.isTty).toBe(true);
  io.progress?.({ title: "Weeks", done: 0, total: 4 });
  io.progress?.({ title: "Weeks", done: 2, total: 4 });
  io.out("half way");
  io.progress?.({ title: "Weeks", done: 4, total: 4, note: "all answered" });
  const { out, err } = read();
  expect(err).toBe("");
  expect(out).toContain("half way\n");
  expect(out).toContain("Weeks: 4 of 4 (all answered)\n");
});
