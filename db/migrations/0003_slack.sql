CREATE TABLE "installations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"origin" text NOT NULL,
	"tenant" text,
	"enterprise" text,
	"name" text,
	"sealed" text NOT NULL,
	"state" text NOT NULL,
	"state_code" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"refresh_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "platform_notes" (
	"scope" uuid NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"noted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "platform_notes_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "escalation_seen" (
	"escalation_id" uuid NOT NULL,
	"side" text NOT NULL,
	"seen_by" uuid NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "escalation_seen_side" UNIQUE("escalation_id","side")
);
--> statement-breakpoint
CREATE TABLE "escalations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"side" text NOT NULL,
	"raised_by" uuid NOT NULL,
	"severity" text NOT NULL,
	"text" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "escalations_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "wins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partnership_id" uuid NOT NULL,
	"side" text NOT NULL,
	"shared_by" uuid NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"may_post" boolean NOT NULL,
	"shared_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp (3) with time zone,
	"event_id" text NOT NULL,
	CONSTRAINT "wins_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "is_open" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_notes" ADD CONSTRAINT "platform_notes_scope_installations_id_fk" FOREIGN KEY ("scope") REFERENCES "public"."installations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalation_seen" ADD CONSTRAINT "escalation_seen_escalation_id_escalations_id_fk" FOREIGN KEY ("escalation_id") REFERENCES "public"."escalations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalation_seen" ADD CONSTRAINT "escalation_seen_seen_by_contacts_id_fk" FOREIGN KEY ("seen_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_raised_by_contacts_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wins" ADD CONSTRAINT "wins_partnership_id_partnerships_id_fk" FOREIGN KEY ("partnership_id") REFERENCES "public"."partnerships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wins" ADD CONSTRAINT "wins_shared_by_contacts_id_fk" FOREIGN KEY ("shared_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wins" ADD CONSTRAINT "wins_confirmed_by_contacts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "installations_tenant" ON "installations" USING btree ("platform","tenant") WHERE state <> 'removed' and tenant is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "installations_environment" ON "installations" USING btree ("platform") WHERE origin = 'environment';--> statement-breakpoint
CREATE INDEX "platform_notes_by_key" ON "platform_notes" USING btree ("key","noted_at");--> statement-breakpoint
CREATE INDEX "escalations_by_partnership" ON "escalations" USING btree ("partnership_id","raised_at");--> statement-breakpoint
CREATE INDEX "wins_by_partnership" ON "wins" USING btree ("partnership_id","shared_at");