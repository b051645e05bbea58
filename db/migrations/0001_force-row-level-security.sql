-- drizzle-kit enables row-level security but can't force it on the tables' owner.
ALTER TABLE "organizations" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memberships" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_tokens" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "endpoints" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "endpoint_secrets" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "endpoint_uses" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "flows" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "flow_versions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "runs" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_steps" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_entries" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- A flow points at its published version and a version at its flow; drizzle-kit can't express the circle.
ALTER TABLE "flows" ADD CONSTRAINT "flows_published_version" FOREIGN KEY ("organization_id", "published_version_id") REFERENCES "flow_versions" ("organization_id", "id");
