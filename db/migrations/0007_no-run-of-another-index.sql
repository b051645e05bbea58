DROP INDEX "runs_newest";--> statement-breakpoint
DROP INDEX "runs_of_version";--> statement-breakpoint
DROP INDEX "runs_of_flow";--> statement-breakpoint
CREATE INDEX "runs_of_version" ON "runs" USING btree ("flow_version_id");--> statement-breakpoint
CREATE INDEX "runs_of_flow" ON "runs" USING btree ("flow_id","id");