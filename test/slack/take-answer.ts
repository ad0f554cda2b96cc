import { contentOf, inChannel, say } from "./response-urls.ts";
import type { Delivery } from "./send-to-app.ts";
import { type Json, type Person, personKey, type SlackView, type SlackWorkspace } from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";
import { SlackRefusal } from "./web-api-call.ts";
import { changeView, checkView, stackView } from "./web-api-views.ts";

type CheckBlocks = (payload: Json, code: string) => void;

/**
 * What the modal does after it was submitted: `closed`, `errors` (with the words by block id), `updated`, `pushed`,
 * `cleared`, or `trouble` when Slack can do nothing with the answer and the modal stays.
 */
export interface Submitted {
  readonly outcome: "closed" | "errors" | "updated" | "pushed" | "cleared" | "trouble";
  readonly errors: Readonly<Record<string, string>>;
}

/** Does to the person's modals what the answer to `view_submission` says. */
export function takeSubmissionAnswer(
  state: SlackState,
  checkBlocks: CheckBlocks,
  view: SlackView,
  delivery: Delivery,
): Submitted {
  const trouble: Submitted = { outcome: "trouble", errors: {} };
  const answer = readAnswer(delivery);
  if (answer === null) return trouble;
  try {
    return follow(state, checkBlocks, view, answer);
  } catch (error) {
    if (error instanceof SlackRefusal) return trouble;
    throw error;
  }
}

/** Shows what a command is answered with at once; an empty answer shows nothing. */
export function takeCommandAnswer(
  state: SlackState,
  checkBlocks: CheckBlocks,
  { workspace, person, channel }: { workspace: SlackWorkspace; person: Person; channel: string },
  delivery: Delivery,
): void {
  const answer = readAnswer(delivery);
  if (answer === null || Object.keys(answer).length === 0) return;
  const content = contentOf(state, answer, checkBlocks);
  say(state, workspace, person, channel, { ...content, inChannel: inChannel(answer) });
}

/** Takes the top modal away; with `all`, every one below it too. */
export function takeModalAway(state: SlackState, person: Person, all: boolean): void {
  const below = all ? [] : (state.stacks.get(personKey(person)) ?? []).slice(0, -1);
  if (below.length > 0) state.stacks.set(personKey(person), below);
  else state.stacks.delete(personKey(person));
}

function readAnswer({ status, body }: Delivery): Json | null {
  if (status !== 200) return null;
  if (body.trim() === "") return {};
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === "object" && answer !== null ? (answer as Json) : null;
  } catch {
    return { text: body };
  }
}

function follow(state: SlackState, checkBlocks: CheckBlocks, view: SlackView, answer: Json): Submitted {
  const { person, workspace } = view;
  switch (answer.response_action) {
    case undefined:
      takeModalAway(state, person, view.clearOnClose);
      return { outcome: "closed", errors: {} };
    case "clear":
      takeModalAway(state, person, true);
      return { outcome: "cleared", errors: {} };
    case "errors":
      return { outcome: "errors", errors: knownErrors(view, answer.errors) };
    case "update":
      changeView(state, view, checkView(checkBlocks, answer.view, "modal"));
      return { outcome: "updated", errors: {} };
    case "push":
      stackView(state, workspace, person, checkView(checkBlocks, answer.view, "modal"));
      return { outcome: "pushed", errors: {} };
    default:
      throw new SlackRefusal("invalid_arguments");
  }
}

/** Slack shows errors at input blocks only; any other block id makes the whole answer useless. */
function knownErrors(view: SlackView, errors: unknown): Readonly<Record<string, string>> {
  const inputs = view.blocks.filter(({ type }) => type === "input").map(({ block_id: id }) => id);
  const named = Object.entries((errors as Record<string, string> | undefined) ?? {});
  if (named.length === 0 || named.some(([id]) => !inputs.includes(id))) {
    throw new SlackRefusal("invalid_arguments");
  }
  return Object.fromEntries(named);
}
