-- The row as it is replaced is known here alone: a query that copies it beforehand misses what another tap, at the
-- same moment, has just written.
CREATE FUNCTION "keep_answer_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO "answer_versions" ("invitation_id", "question_id", "version", "rating", "cannot_say", "text", "theme", "mode", "audience", "answered_at", "replaced_at")
	VALUES (OLD."invitation_id", OLD."question_id", OLD."version", OLD."rating", OLD."cannot_say", OLD."text", OLD."theme", OLD."mode", OLD."audience", OLD."answered_at", NEW."answered_at")
	ON CONFLICT DO NOTHING;
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "answers_keep_version" AFTER UPDATE ON "answers" FOR EACH ROW EXECUTE FUNCTION "keep_answer_version"();
