CREATE TABLE "answer_versions" (
	"invitation_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"version" integer NOT NULL,
	"rating" smallint,
	"cannot_say" boolean NOT NULL,
	"text" text,
	"theme" text,
	"mode" text NOT NULL,
	"audience" text NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	"replaced_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_versions_invitation_id_question_id_version_pk" PRIMARY KEY("invitation_id","question_id","version")
);
--> statement-breakpoint
CREATE TABLE "answers" (
	"invitation_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"rating" smallint,
	"cannot_say" boolean DEFAULT false NOT NULL,
	"text" text,
	"theme" text,
	"mode" text NOT NULL,
	"audience" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answers_invitation_id_question_id_pk" PRIMARY KEY("invitation_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"round_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"side" text NOT NULL,
	"statements" jsonb NOT NULL,
	"prompt_id" text,
	"them" text NOT NULL,
	"side_size" smallint NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"remind_at" timestamp (3) with time zone,
	"closes_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"lapse_reason" text,
	"answered_at" timestamp (3) with time zone,
	"prompt_done" text,
	CONSTRAINT "invitations_contact" UNIQUE("round_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"opens_on" date NOT NULL,
	"closes_on" date NOT NULL,
	"month" text NOT NULL,
	"kind" text NOT NULL,
	"cycle" integer NOT NULL,
	"closes_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"skipped_at" timestamp (3) with time zone,
	CONSTRAINT "rounds_date" UNIQUE("partnership_id","opens_on")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"event_id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unlinked_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"side" text NOT NULL,
	"cycle" integer NOT NULL,
	"prompt_id" text NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "links" (
	"hash" text PRIMARY KEY NOT NULL,
	"contact_id" uuid NOT NULL,
	"purpose" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"viewer" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "board_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation" text NOT NULL,
	"key" text NOT NULL,
	"card" jsonb,
	"text" text,
	"at" timestamp (3) with time zone NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"position" integer GENERATED ALWAYS AS IDENTITY (sequence name "board_messages_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	CONSTRAINT "board_messages_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"message_id" uuid NOT NULL,
	"route_id" uuid,
	"platform" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	"code" text
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"purpose" text NOT NULL,
	"partnership_id" uuid NOT NULL,
	"contact_id" uuid,
	"post" text,
	"subject_id" uuid,
	"state" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempt_id" uuid,
	"lease_until" timestamp (3) with time zone,
	"absent_at" timestamp (3) with time zone,
	"platform" text,
	"conversation" text,
	"platform_message_id" text,
	"sent_at" timestamp (3) with time zone,
	"end_code" text,
	CONSTRAINT "messages_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"partnership_id" uuid,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"organisation" text NOT NULL,
	"side" text NOT NULL,
	"role" text NOT NULL,
	"roster_time_zone" text NOT NULL,
	"roster_language" text NOT NULL,
	"holidays" text,
	"duties" jsonb NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"deactivated_at" timestamp (3) with time zone,
	"time_zone" text,
	"language" text,
	"cadence" text NOT NULL,
	"cadence_set_by" text DEFAULT 'default' NOT NULL,
	"cadence_asked_at" timestamp (3) with time zone,
	"check_in_weekday" text,
	"check_in_time" text,
	"introduced_at" timestamp (3) with time zone,
	"consented_at" timestamp (3) with time zone,
	"declined_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"away_until_on" date,
	"small_side_consent_at" timestamp (3) with time zone,
	CONSTRAINT "contacts_key" UNIQUE("partnership_id","key"),
	CONSTRAINT "contacts_side" CHECK ("contacts"."side" in ('agency', 'vendor'))
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contact_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"account" text NOT NULL,
	"claimed_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"confirmed_by" uuid,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "identities_account" UNIQUE("platform","account","contact_id")
);
--> statement-breakpoint
CREATE TABLE "link_codes" (
	"hash" text PRIMARY KEY NOT NULL,
	"contact_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "parties" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"organisation" text NOT NULL,
	"side" text NOT NULL,
	"role" text NOT NULL,
	"tags" jsonb NOT NULL,
	"deactivated_at" timestamp (3) with time zone,
	CONSTRAINT "parties_organisation" UNIQUE("partnership_id","organisation","side")
);
--> statement-breakpoint
CREATE TABLE "partnerships" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"types" jsonb NOT NULL,
	"phase" text NOT NULL,
	"time_zone" text NOT NULL,
	"holidays" text,
	"disclosure" text NOT NULL,
	"host" text NOT NULL,
	"working_hours" jsonb NOT NULL,
	"check_in" jsonb NOT NULL,
	"sides" jsonb NOT NULL,
	"posts" jsonb NOT NULL,
	"safety_policy" text,
	"ends_on" date,
	"started_on" date NOT NULL,
	"deactivated_at" timestamp (3) with time zone,
	CONSTRAINT "partnerships_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "routes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contact_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"address" text NOT NULL,
	"position" integer NOT NULL,
	"state" text DEFAULT 'untested' NOT NULL,
	"last_error" text,
	"checked_at" timestamp (3) with time zone,
	"deactivated_at" timestamp (3) with time zone,
	CONSTRAINT "routes_address" UNIQUE("contact_id","platform","address")
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"month" text NOT NULL,
	"audience" text NOT NULL,
	"text" jsonb NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "digests_month" UNIQUE("partnership_id","month","audience")
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"month" text NOT NULL,
	"released_at" timestamp (3) with time zone NOT NULL,
	"figures" jsonb NOT NULL,
	"contributors" jsonb NOT NULL,
	CONSTRAINT "releases_month" UNIQUE("partnership_id","month")
);
--> statement-breakpoint
ALTER TABLE "answer_versions" ADD CONSTRAINT "answer_versions_invitation_id_invitations_id_fk" FOREIGN KEY ("invitation_id") REFERENCES "public"."invitations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_invitation_id_invitations_id_fk" FOREIGN KEY ("invitation_id") REFERENCES "public"."invitations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unlinked_answers" ADD CONSTRAINT "unlinked_answers_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_route_id_routes_id_fk" FOREIGN KEY ("route_id") REFERENCES "public"."routes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_codes" ADD CONSTRAINT "link_codes_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routes" ADD CONSTRAINT "routes_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitations_by_contact" ON "invitations" USING btree ("contact_id","closes_at");--> statement-breakpoint
CREATE INDEX "rounds_by_month" ON "rounds" USING btree ("partnership_id","month");--> statement-breakpoint
CREATE INDEX "rounds_open" ON "rounds" USING btree ("partnership_id") WHERE opened_at is not null and closed_at is null and skipped_at is null;--> statement-breakpoint
CREATE INDEX "rounds_to_close" ON "rounds" USING btree ("closes_at") WHERE closed_at is null and skipped_at is null;--> statement-breakpoint
CREATE INDEX "submissions_by_age" ON "submissions" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "sessions_by_age" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "board_messages_by_conversation" ON "board_messages" USING btree ("conversation","position");--> statement-breakpoint
CREATE INDEX "deliveries_by_message" ON "deliveries" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "messages_due" ON "messages" USING btree ("due_at") WHERE state in ('pending', 'unknown');--> statement-breakpoint
CREATE INDEX "messages_leases" ON "messages" USING btree ("lease_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "messages_by_subject" ON "messages" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "messages_by_contact" ON "messages" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "audit_log_by_partnership" ON "audit_log" USING btree ("partnership_id","at");--> statement-breakpoint
CREATE INDEX "identities_by_contact" ON "identities" USING btree ("contact_id");