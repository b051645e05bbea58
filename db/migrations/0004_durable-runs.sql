ALTER TABLE "run_steps" ADD COLUMN "in_flight" text;--> statement-breakpoint
ALTER TABLE "run_steps" ADD COLUMN "value" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "background" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "fence" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "suspended_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "idempotency_hash" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "request_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_idempotency_key" ON "runs" USING btree ("organization_id","idempotency_key") WHERE "runs"."idempotency_key" is not null;