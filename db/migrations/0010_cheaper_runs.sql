ALTER TABLE "run_steps" SET (toast_tuple_target = 8160);--> statement-breakpoint
ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_organization_id_organizations_id_fk";
