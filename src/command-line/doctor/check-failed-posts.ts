import type { FailedPost } from "../../messages/failed-posts.ts";
import { sayReason } from "../../pages/say-route.ts";
import { sayMoment } from "../../partnerships/say-date.ts";
import type { Finding } from "../../ports/finding.ts";
import type { Words } from "../../ports/words.ts";

/** P01: each post that nobody got, with the reason. One after which something went out is history. */
export function checkFailedPosts(posts: readonly FailedPost[], words: Words): readonly Finding[] {
  if (posts.length === 0) return [{ code: "P01", state: "good", key: "posts", values: {} }];
  return posts.map(({ partnershipKey, address, endedAt, code, wentOutLater }) => {
    const at = sayMoment(endedAt, "UTC", "en");
    const values = { partnership: partnershipKey, address, at, reason: sayReason(code, words) };
    return wentOutLater
      ? { code: "P01", state: "attention", key: "postFailedBefore", values }
      : { code: "P01", state: "bad", key: "postFailed", values };
  });
}
