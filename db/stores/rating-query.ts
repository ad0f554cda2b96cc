import { type SQL, sql } from "drizzle-orm";
import type { NewRating, RatingOutcome } from "../../src/check-ins/answer-store.ts";
import type { Database } from "../database.ts";
import { speaksThrough } from "./identity-store.ts";

/**
 * Keeps a rating in one statement: it finds the invitation if the account may answer it, writes as `record` does, and
 * tells how the invitation stood before. A tap then costs one round trip and is atomic by itself.
 */
export function createRatings(database: Database): (rating: NewRating) => Promise<RatingOutcome | null> {
  // Built once a store: the busiest query of all.
  let byContact: ReturnType<typeof ratingQuery> | undefined;
  let byAccount: ReturnType<typeof ratingQuery> | undefined;
  return async ({ account, at, ...rating }) => {
    byContact ??= ratingQuery(database, isContact, "rate_by_contact");
    byAccount ??= ratingQuery(database, isAccount, "rate_by_account");
    const query = account.platform === "web" ? byContact : byAccount;
    const [row] = await query.execute({
      ...rating,
      platform: account.platform,
      account: account.id,
      through: account.through ?? null,
      at: new Date(at.epochMilliseconds).toISOString(),
    });
    return row ?? null;
  };
}

const { placeholder } = sql;

/** A browser's account is the contact's own id. */
const isContact = sql`c.id = ${placeholder("account")}::uuid`;

const isAccount = sql`exists (
  select 1 from identities d join partnerships p on p.id = c.partnership_id
  where d.contact_id = c.id and d.platform = ${placeholder("platform")}::text and d.account = ${placeholder("account")}::text
    and ${speaksThrough(sql`${placeholder("through")}`, sql`d`)}
    and d.confirmed_at is not null and d.revoked_at is null and p.deactivated_at is null)`;

function ratingQuery(database: Database, isHolder: SQL, name: string) {
  return database
    .with(...writing(database, isHolder))
    .select({
      kind: sql<RatingOutcome["kind"]>`case
        when not own.asked then 'not-asked'
        when not own.open then 'closed'
        when not exists (select 1 from event) then 'repeated'
        else 'recorded' end`,
      language: sql<string>`own.language`,
      state: sql<RatingOutcome["state"]>`own.state`,
      statements: sql<readonly string[]>`own.statements`,
      promptId: sql<string | null>`own.prompt_id`,
      promptDone: sql<RatingOutcome["promptDone"]>`own.prompt_done`,
      answered: sql<readonly string[]>`coalesce((
        select json_agg(a.question_id) from answers a where a.invitation_id = own.id), '[]'::json)`,
      conversations: sql<readonly string[]>`coalesce((
        select json_agg(m.conversation) from messages m
        where m.subject_id = own.id and m.purpose = 'check-in' and m.state = 'sent'), '[]'::json)`,
    })
    .from(sql`own`)
    .prepare(name);
}

/** The parts of the statement that find and write; they see the tables as they were before all of them. */
function writing(database: Database, isHolder: SQL) {
  const part = (alias: string, query: SQL) => database.$with(alias, {}).as(query);
  return [
    part(
      "own",
      sql`
      select i.id, i.state, i.statements, i.prompt_id, i.prompt_done, ${placeholder("at")}::timestamptz as at,
        coalesce(c.language, c.roster_language) as language, i.statements ? ${placeholder("questionId")}::text as asked,
        i.closes_at > ${placeholder("at")}::timestamptz and i.state <> 'lapsed' as open
      from invitations i join contacts c on c.id = i.contact_id
      where i.id = ${placeholder("invitationId")}::uuid and c.deactivated_at is null and ${isHolder}`,
    ),
    part(
      "event",
      sql`
      insert into submissions (event_id, received_at)
      select ${placeholder("eventId")}::text, own.at from own where own.asked and own.open
      on conflict do nothing returning event_id`,
    ),
    part("target", sql`select own.id, own.at from own, event`),
    part(
      "written",
      sql`
      insert into answers (invitation_id, question_id, version, rating, cannot_say, mode, audience, answered_at)
      select target.id, ${placeholder("questionId")}::text,
        (select coalesce(max(v.version), 0) + 1 from answer_versions v
          where v.invitation_id = target.id and v.question_id = ${placeholder("questionId")}::text),
        ${placeholder("rating")}::smallint, ${placeholder("cannotSay")}::boolean, 'confidential', 'joint', target.at
      from target
      on conflict (invitation_id, question_id) do update set
        rating = excluded.rating, cannot_say = excluded.cannot_say, mode = excluded.mode, audience = excluded.audience,
        answered_at = excluded.answered_at, version = answers.version + 1
        where (answers.rating, answers.cannot_say) is distinct from (excluded.rating, excluded.cannot_say)
      returning invitation_id`,
    ),
    part(
      "marked",
      sql`
      update invitations i set state = 'answered', answered_at = coalesce(i.answered_at, target.at)
      from target where i.id = target.id and i.state <> 'answered' returning i.id`,
    ),
  ];
}
