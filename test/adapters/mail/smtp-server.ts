import { type AddressInfo, createServer, type Socket } from "node:net";

/** What the server answers to a command, or what it does to the connection in place of an answer. */
export interface Behaviour {
  readonly greeting?: string;
  readonly mailFrom?: string;
  readonly rcptTo?: string;
  readonly data?: string | "drop";
  /** After the whole message. */
  readonly afterMessage?: string | "drop";
}

/** One message as it came over the wire. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

/** A small SMTP server on loopback that speaks RFC 5321 line by line and behaves as it is told. */
export class SmtpServer {
  behaviour: Behaviour = {};
  readonly received: Received[] = [];
  readonly #server = createServer((socket) => this.#talk(socket));
  readonly #sockets = new Set<Socket>();

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every address answers "connection refused" from now on. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #talk(socket: Socket): void {
    const answer = (line: string) => void socket.write(`${line}\r\n`);
    const state = { from: "", to: [] as string[], inData: false, waiting: "" };
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      state.waiting += chunk.toString("utf8");
      for (let end = endOf(state); end >= 0; end = endOf(state)) {
        const piece = state.waiting.slice(0, end);
        state.waiting = state.waiting.slice(end + (state.inData ? 5 : 2));
        if (state.inData) this.#finish(state, piece, socket, answer);
        else this.#obey(state, piece, socket, answer);
      }
    });
    answer(this.behaviour.greeting ?? "220 test ready");
  }

  #obey(
    state: { from: string; to: string[]; inData: boolean },
    line: string,
    socket: Socket,
    answer: (line: string) => void,
  ): void {
    const { mailFrom = "250 ok", rcptTo = "250 ok", data = "354 go on" } = this.behaviour;
    if (/^(EHLO|HELO)/i.test(line)) answer("250 test");
    else if (/^MAIL FROM/i.test(line)) {
      state.from = line;
      answer(mailFrom);
    } else if (/^RCPT TO/i.test(line)) {
      state.to.push(line);
      answer(rcptTo);
    } else if (/^DATA/i.test(line)) {
      if (data === "drop") return void socket.destroy();
      state.inData = data.startsWith("3");
      answer(data);
    } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
    else answer("250 ok");
  }

  #finish(
    state: { from: string; to: string[]; inData: boolean },
    text: string,
    socket: Socket,
    answer: (line: string) => void,
  ): void {
    state.inData = false;
    const { afterMessage = "250 queued" } = this.behaviour;
    if (afterMessage === "drop") return void socket.destroy();
    if (afterMessage.startsWith("2")) this.received.push({ from: state.from, to: state.to, text });
    answer(afterMessage);
  }
}

function endOf({ inData, waiting }: { readonly inData: boolean; readonly waiting: string }): number {
  return waiting.indexOf(inData ? "\r\n.\r\n" : "\r\n");
}
