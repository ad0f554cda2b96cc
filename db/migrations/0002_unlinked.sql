ALTER TABLE "invitations" ADD COLUMN "prompt_done_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "unlinked_answers" DROP COLUMN "prompt_id";