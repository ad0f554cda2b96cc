import type { Drawn, MessageKind } from "../messages/message-kind.ts";
import { digestCard } from "./digest-card.ts";
import type { DigestStore } from "./digest-store.ts";

/** Posts of digests: each is drawn as it was written. A side's own goes only where that side alone reads. */
export function digestMessages<Stores extends { readonly digests: DigestStore }>(): MessageKind<Stores> {
  return {
    async draw(messages, _now, stores) {
      const subjects = messages.flatMap(({ subjectId }) => (subjectId === null ? [] : [subjectId]));
      const digests = new Map((await stores.digests.byIds(subjects)).map((digest) => [digest.id, digest]));
      const drawn = messages.map(({ id, subjectId }): [string, Drawn] => {
        const digest = digests.get(subjectId ?? "");
        return digest === undefined
          ? [id, { kind: "cancel", code: "no-digest" }]
          : [id, { kind: "card", card: digestCard(digest.text), oneSide: digest.audience !== "joint" }];
      });
      return new Map(drawn);
    },
  };
}
