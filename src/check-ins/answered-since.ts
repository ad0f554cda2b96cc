import { Temporal } from "temporal-polyfill";
import type { InvitationDetail } from "./invitation-store.ts";

/**
 * A check-in as somebody sees it who came by a handed-over link: only what was answered at or after `since`. Answered
 * before then, it looks exactly like one that nobody has answered.
 */
export function answeredSince(detail: InvitationDetail, since: Temporal.Instant): InvitationDetail {
  const isSince = (at: Temporal.Instant) => Temporal.Instant.compare(at, since) >= 0;
  const answers = detail.answers.filter(({ answeredAt }) => isSince(answeredAt));
  const { promptDone, promptDoneAt, state } = detail.invitation;
  const isDone = promptDoneAt !== null && isSince(promptDoneAt);
  const shownAsSent = state === "answered" && answers.length === 0 && !isDone;
  return {
    ...detail,
    invitation: {
      ...detail.invitation,
      promptDone: isDone ? promptDone : null,
      promptDoneAt: isDone ? promptDoneAt : null,
      state: shownAsSent ? "sent" : state,
    },
    answers,
  };
}
