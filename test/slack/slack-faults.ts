/** A request as it came in, before anything was done about it. */
export interface SlackRequest {
  /** `chat.postMessage`, ..., or `response_url`. */
  readonly method: string;
  /** The team of the token's workspace; null without a good token. */
  readonly workspace: string | null;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Which requests go wrong. Counts start at 1 and count only what the other conditions let through. */
export interface FaultMatch {
  readonly method?: string;
  readonly workspace?: string;
  readonly nth?: number;
  readonly every?: number;
  readonly while?: (request: SlackRequest) => boolean;
}

/** What goes wrong. `accept` says whether Slack did what it was asked, whatever it answers. */
export type Fault =
  /** Nothing comes back. `late`: it is done when the test releases it. */
  | { readonly kind: "drop"; readonly accept: "yes" | "no" | "late" }
  /** Done, and the connection breaks in the middle of the answer. */
  | { readonly kind: "reset" }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly accept: boolean;
      readonly body?: string;
    }
  /** 200 with a page for people, as proxies do. */
  | { readonly kind: "html"; readonly accept: boolean }
  /** 200 with the first half of the JSON. */
  | { readonly kind: "truncated"; readonly accept: boolean }
  | { readonly kind: "error"; readonly error: string; readonly accept?: boolean }
  /** 429; the header as it is given, or none. */
  | { readonly kind: "limited"; readonly retryAfter?: string }
  /** The answer waits for the release; `accept` says when the work is done. */
  | { readonly kind: "hold"; readonly accept: "before" | "after" }
  /** Everything takes this much longer; for benches. */
  | { readonly kind: "slow"; readonly milliseconds: number };

/** A fault in force. */
export interface ActiveFault {
  /** How many requests it has hit. */
  readonly hits: number;
  /** Ends it, and lets go what it holds: late requests are done now, held answers go out. */
  release(): void;
}

/** One request's share of a fault. */
export interface Hit {
  readonly fault: Fault;
  /** Settles when the test releases the fault. */
  readonly released: Promise<void>;
}

interface Rule {
  readonly match: FaultMatch;
  readonly fault: Fault;
  readonly released: Promise<void>;
  seen: number;
  hits: number;
}

/** The script of what goes wrong. */
export interface FaultScript {
  on(match: FaultMatch, fault: Fault): ActiveFault;
  /** The first fault that hits the request; null when none does. */
  hit(request: SlackRequest): Hit | null;
  /** Milliseconds that the request has to wait before anything else. */
  slowness(request: SlackRequest): number;
}

/** Empty: nothing goes wrong. */
export function createFaultScript(): FaultScript {
  const rules: Rule[] = [];
  return {
    on(match, fault) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const rule: Rule = { match, fault, released: promise, seen: 0, hits: 0 };
      rules.push(rule);
      return {
        get hits() {
          return rule.hits;
        },
        release() {
          const index = rules.indexOf(rule);
          if (index >= 0) rules.splice(index, 1);
          resolve();
        },
      };
    },
    hit(request) {
      let found: Hit | null = null;
      for (const rule of rules) {
        if (rule.fault.kind === "slow" || !counts(rule, request) || found !== null) continue;
        rule.hits += 1;
        found = { fault: rule.fault, released: rule.released };
      }
      return found;
    },
    slowness(request) {
      return rules.reduce((sum, rule) => {
        if (rule.fault.kind !== "slow" || !counts(rule, request)) return sum;
        rule.hits += 1;
        return sum + rule.fault.milliseconds;
      }, 0);
    },
  };
}

/** Whether it is the rule's turn; counts the request for the rule. */
function counts(rule: Rule, request: SlackRequest): boolean {
  const { method, workspace, nth, every, while: holds } = rule.match;
  if (method !== undefined && method !== request.method) return false;
  if (workspace !== undefined && workspace !== request.workspace) return false;
  if (holds !== undefined && !holds(request)) return false;
  rule.seen += 1;
  if (nth !== undefined) return rule.seen === nth;
  return every === undefined || rule.seen % every === 0;
}
