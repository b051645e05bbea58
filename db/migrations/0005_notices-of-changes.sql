-- Processes remember rows that nearly every run reads. These triggers tell them what to forget, whoever
-- changes it: the notice is sent with the commit, and names no more than the row.
CREATE FUNCTION "notify_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record;
  place text;
BEGIN
  IF tg_op = 'DELETE' THEN changed := old; ELSE changed := new; END IF;
  IF tg_table_name = 'organizations' THEN place := changed.id || ' ' || changed.id;
  ELSIF tg_table_name = 'endpoint_secrets' THEN place := changed.organization_id || ' ' || changed.endpoint_id;
  ELSE place := changed.organization_id || ' ' || changed.id;
  END IF;
  PERFORM pg_notify('sluice_changes', tg_table_name || ' ' || place);
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "notify_change" AFTER INSERT OR UPDATE OR DELETE ON "organizations" FOR EACH ROW EXECUTE FUNCTION "notify_change"();--> statement-breakpoint
CREATE TRIGGER "notify_change" AFTER INSERT OR UPDATE OR DELETE ON "api_tokens" FOR EACH ROW EXECUTE FUNCTION "notify_change"();--> statement-breakpoint
CREATE TRIGGER "notify_change" AFTER INSERT OR UPDATE OR DELETE ON "endpoints" FOR EACH ROW EXECUTE FUNCTION "notify_change"();--> statement-breakpoint
CREATE TRIGGER "notify_change" AFTER INSERT OR UPDATE OR DELETE ON "endpoint_secrets" FOR EACH ROW EXECUTE FUNCTION "notify_change"();--> statement-breakpoint
CREATE TRIGGER "notify_change" AFTER INSERT OR UPDATE OR DELETE ON "flow_versions" FOR EACH ROW EXECUTE FUNCTION "notify_change"();--> statement-breakpoint
-- The draft of a flow is saved every few seconds while somebody edits it, and no run reads it from memory.
CREATE TRIGGER "notify_change_of_published" AFTER UPDATE ON "flows" FOR EACH ROW
  WHEN ((old.name, old.published_version_id, old.deleted_at) IS DISTINCT FROM (new.name, new.published_version_id, new.deleted_at))
  EXECUTE FUNCTION "notify_change"();--> statement-breakpoint
CREATE TRIGGER "notify_change" AFTER INSERT OR DELETE ON "flows" FOR EACH ROW EXECUTE FUNCTION "notify_change"();
