import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** The server's end of a WebSocket that carries text (RFC 6455, without extensions). */
export interface WebSocketConnection {
  send(text: string): void;
  ping(): void;
  /** Says goodbye, as a server does that goes away. */
  close(): void;
  /** Breaks it without a word. */
  destroy(): void;
}

interface Listeners {
  onText(text: string): void;
  onClose(): void;
}

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };

/** Completes the handshake of an upgrade request. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  listeners: Listeners,
): WebSocketConnection {
  const key = request.headers["sec-websocket-key"] ?? "";
  const accepted = createHash("sha1").update(`${key}${magic}`).digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${accepted}\r\n\r\n`,
  );
  const write = (opcode: number, payload: Buffer) => {
    if (socket.writable) socket.write(frame(opcode, payload));
  };
  const read = createFrameReader((opcode, payload) => {
    if (opcode === opcodes.text) listeners.onText(payload.toString("utf8"));
    if (opcode === opcodes.ping) write(opcodes.pong, payload);
    if (opcode === opcodes.close) {
      write(opcodes.close, payload);
      socket.end();
    }
  });
  socket.on("data", read);
  socket.on("error", () => socket.destroy());
  socket.once("close", () => listeners.onClose());
  if (head.length > 0) read(head);
  return {
    send: (text) => write(opcodes.text, Buffer.from(text)),
    ping: () => write(opcodes.ping, Buffer.alloc(0)),
    close: () => write(opcodes.close, Buffer.from([0x03, 0xe9])),
    destroy: () => socket.destroy(),
  };
}

/** Puts frames together from the bytes of a stream; a message in several frames is handed on as one. */
function createFrameReader(onMessage: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0);
  let started = { opcode: opcodes.text, parts: [] as Buffer[] };
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (let next = readFrame(waiting); next !== null; next = readFrame(waiting)) {
      waiting = waiting.subarray(next.size);
      if (next.opcode >= opcodes.close) {
        onMessage(next.opcode, next.payload);
        continue;
      }
      if (next.opcode !== opcodes.continuation) started = { opcode: next.opcode, parts: [] };
      started.parts.push(next.payload);
      if (next.isLast) onMessage(started.opcode, Buffer.concat(started.parts));
    }
  };
}

function readFrame(bytes: Buffer) {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  const short = second & 0x7f;
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  if (bytes.length < 2 + extra) return null;
  const length = extra === 8 ? Number(bytes.readBigUInt64BE(2)) : extra === 2 ? bytes.readUInt16BE(2) : short;
  const isMasked = (second & 0x80) !== 0;
  const start = 2 + extra + (isMasked ? 4 : 0);
  if (bytes.length < start + length) return null;
  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (isMasked) unmask(payload, bytes.subarray(start - 4, start));
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload, size: start + length };
}

function unmask(payload: Buffer, mask: Buffer): void {
  for (let index = 0; index < payload.length; index += 1) {
    payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  }
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const extra = length > 0xffff ? 8 : length > 125 ? 2 : 0;
  const header = Buffer.alloc(2 + extra);
  header.writeUInt8(0x80 | opcode, 0);
  header.writeUInt8(extra === 8 ? 127 : extra === 2 ? 126 : length, 1);
  if (extra === 2) header.writeUInt16BE(length, 2);
  if (extra === 8) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}
