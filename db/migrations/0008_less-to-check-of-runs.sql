ALTER TABLE "runs" DROP CONSTRAINT "runs_organization_id_organizations_id_fk";--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_organization_id_flow_id_flows_organization_id_id_fk";--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_organization_id_flow_version_id_flow_versions_organization_id_id_fk";--> statement-breakpoint
ALTER TABLE "flow_versions" ADD CONSTRAINT "flow_versions_of_flow" UNIQUE("organization_id","flow_id","id");--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_flow_version" FOREIGN KEY ("organization_id","flow_id","flow_version_id") REFERENCES "public"."flow_versions"("organization_id","flow_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_steps" DROP CONSTRAINT "run_steps_organization_id_run_id_runs_organization_id_id_fk";--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_of_organization_id";--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_pkey";--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_pkey" PRIMARY KEY("id","organization_id");--> statement-breakpoint
ALTER TABLE "run_steps" ALTER COLUMN "record" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "run_steps" ADD CONSTRAINT "run_steps_organization_id_run_id_runs_organization_id_id_fk" FOREIGN KEY ("organization_id","run_id") REFERENCES "public"."runs"("organization_id","id") ON DELETE cascade ON UPDATE no action;
