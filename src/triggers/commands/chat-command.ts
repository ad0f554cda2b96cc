import type { Reply } from "../../ports/chat-adapter.ts";
import type { Transact } from "../../ports/transaction.ts";
import type { Words } from "../../ports/words.ts";
import type { StatusStores } from "../../status/query-status.ts";
import type { ActionNeeds, ActionStores } from "../action.ts";
import type { Person } from "../person.ts";

/** What typed commands need beyond what taps need. */
export interface CommandNeeds extends Omit<ActionNeeds, "transact"> {
  readonly transact: Transact<ActionStores & StatusStores>;
}

/** One command as people type it behind `/pulse` or in a direct message. */
export interface ChatCommand {
  readonly name: string;
  /** How it is shown in the help, arguments included. */
  readonly usage: string;
  /** Key of its one-line explanation. */
  readonly help: string;
  /** Strangers get a way in instead. */
  readonly needsContact: boolean;
  /** What follows is people's own text and keeps its line breaks. */
  readonly takesText?: true;
  /** `all` are the commands, for those that list them. */
  readonly run: (
    needs: CommandNeeds,
    person: Person,
    rest: string,
    words: Words,
    all: readonly ChatCommand[],
  ) => Promise<Reply>;
}
