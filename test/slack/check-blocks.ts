import { blockFaults } from "./block-limits.ts";
import type { Json } from "./slack-model.ts";
import { SlackRefusal } from "./web-api-call.ts";

/** Faults that are Slack's codes themselves. */
const codes = ["no_text", "msg_blocks_too_long", "only_one_table_allowed"];

/** Throws when Slack would refuse the message or view, and keeps what was wrong in `kept`. */
export function createBlockCheck(kept: string[]): (payload: Json, code: string) => void {
  return (payload, code) => {
    const faults = blockFaults(payload);
    if (faults.length === 0) return;
    kept.push(...faults);
    const messages = faults.map((fault) => `[ERROR] ${fault}`);
    const own = faults.find((fault) => codes.includes(fault));
    throw new SlackRefusal(own ?? code, { errors: faults, response_metadata: { messages } });
  };
}
