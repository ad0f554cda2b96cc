import type { Keyboard } from "./command.ts";

interface Typing {
  readonly input: AsyncIterable<unknown> & { readonly isTTY?: boolean };
  /** Shows a question and signs in place of what is typed; a symbol when the person gave up. */
  readonly ask: (question: string) => Promise<string | symbol | undefined>;
}

/** The keyboard of this process: questions at a terminal, otherwise whatever is piped in. */
export function terminalKeyboard({ input, ask }: Typing): Keyboard {
  return {
    async readAll() {
      if (input.isTTY === true) return null;
      let text = "";
      for await (const part of input) text += String(part);
      return text;
    },
    async askSecret(question) {
      if (input.isTTY !== true) return null;
      const answer = await ask(question);
      return typeof answer === "symbol" ? null : (answer ?? "");
    },
  };
}
