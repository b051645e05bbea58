-- Headers of endpoints that were plain when they were written down may be secret by now.
DO $$
DECLARE
  organization uuid;
BEGIN
  PERFORM set_config('app.sweep', 'on', true);
  FOR organization IN SELECT id FROM organizations LOOP
    PERFORM set_config('app.organization_id', organization::text, true);
    UPDATE audit_entries SET details = jsonb_set(details, '{settings,defaultHeaders}', (
      SELECT coalesce(jsonb_agg(header - 'value' ORDER BY place), '[]')
      FROM jsonb_array_elements(details #> '{settings,defaultHeaders}') WITH ORDINALITY AS of (header, place)))
    WHERE organization_id = organization AND action = 'endpoint.created'
      AND jsonb_typeof(details #> '{settings,defaultHeaders}') = 'array';
    UPDATE audit_entries SET details = jsonb_set(details, '{changes,defaultHeaders}', (
      SELECT jsonb_object_agg(side, CASE jsonb_typeof(headers) WHEN 'array' THEN (
        SELECT coalesce(jsonb_agg(CASE jsonb_typeof(header) WHEN 'object' THEN header - 'value' ELSE header END
          ORDER BY place), '[]')
        FROM jsonb_array_elements(headers) WITH ORDINALITY AS of (header, place)) ELSE headers END)
      FROM jsonb_each(details #> '{changes,defaultHeaders}') AS change (side, headers)))
    WHERE organization_id = organization AND action = 'endpoint.updated'
      AND jsonb_typeof(details #> '{changes,defaultHeaders}') = 'object';
  END LOOP;
  PERFORM set_config('app.organization_id', '', true);
  PERFORM set_config('app.sweep', '', true);
END
$$;
