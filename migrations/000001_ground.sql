-- What every feature stands on: who may see what, and the queue.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

create schema platform;
grant usage on schema platform to towerkeep_app;

-- The sites this transaction announced. Nothing announced: nothing in sight.
create function platform.site_ids() returns uuid[]
  language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('towerkeep.site_ids', true), ''), '{}')::uuid[] $$;

-- The tenant company this transaction is confined to, or null for the operator's own people.
create function platform.tenant_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('towerkeep.tenant_id', true), '')::uuid $$;

create function platform.person_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('towerkeep.person_id', true), '')::uuid $$;

-- Puts a table under row-level security by site, for its owner as well. The sub-selects let the planner evaluate each setting once.
create function platform.guard(guarded regclass) returns void
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  execute format('create policy at_announced_sites on %s to towerkeep_app using (site_id = any ((select platform.site_ids())::uuid[]))', guarded);
end $$;

-- As guard(), and a tenant's contact sees and writes rows of their own company only.
create function platform.guard_tenant(guarded regclass) returns void
  language plpgsql
  as $$
begin
  perform platform.guard(guarded);
  execute format(
    'create policy of_own_company on %s as restrictive to towerkeep_app using ((select platform.tenant_id()) is null or tenant_id = (select platform.tenant_id()))',
    guarded);
end $$;

-- As guard(), for what belongs to the operator alone: a tenant's contact sees nothing of it.
create function platform.guard_staff(guarded regclass) returns void
  language plpgsql
  as $$
begin
  perform platform.guard(guarded);
  execute format('create policy not_for_tenants on %s as restrictive to towerkeep_app using ((select platform.tenant_id()) is null)', guarded);
end $$;

-- Queues a job in the caller's transaction. The application's role cannot touch the queue's own tables.
create function platform.enqueue(name text, payload jsonb, key text, run_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  perform graphile_worker.add_job(name, payload::json, run_at => run_at, job_key => key, max_attempts => 12);
end $$;
revoke all on function platform.enqueue(text, jsonb, text, timestamptz) from public;
grant execute on function platform.enqueue(text, jsonb, text, timestamptz) to towerkeep_app;

-- Makes what was written once stay as it is: update, delete and truncate are refused whoever asks.
create function platform.refuse_change() returns trigger
  language plpgsql
  as $$
begin
  raise exception 'rows of %.% are never changed or removed', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;
