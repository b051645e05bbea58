ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_organization_id_organizations_id_fk";--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "input" SET DATA TYPE json, ALTER COLUMN "output" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "run_steps" SET (toast_tuple_target = 8160);
