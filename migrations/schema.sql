-- What the migrations amount to. Written by `npm run schema`; do not edit.

create extension btree_gist;
create extension pg_trgm;

create schema leasing;
grant usage on schema leasing to towerkeep_app;
create schema migration;
create schema people;
grant usage on schema people to towerkeep_app;
create schema platform;
grant usage on schema platform to towerkeep_app;
create schema sites;
grant usage on schema sites to towerkeep_app;
create schema tenants;
grant usage on schema tenants to towerkeep_app;

CREATE OR REPLACE FUNCTION platform.enqueue(name text, payload jsonb, key text, run_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform graphile_worker.add_job(name, payload::json, run_at => run_at, job_key => key, max_attempts => 12);
end $function$;
grant execute on function platform.enqueue(name text, payload jsonb, key text, run_at timestamp with time zone) to towerkeep_app;

CREATE OR REPLACE FUNCTION platform.guard(guarded regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  execute format('create policy at_announced_sites on %s to towerkeep_app using (site_id = any ((select platform.site_ids())::uuid[]))', guarded);
end $function$;
grant execute on function platform.guard(guarded regclass) to public;

CREATE OR REPLACE FUNCTION platform.guard_staff(guarded regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform platform.guard(guarded);
  execute format('create policy not_for_tenants on %s as restrictive to towerkeep_app using ((select platform.tenant_id()) is null)', guarded);
end $function$;
grant execute on function platform.guard_staff(guarded regclass) to public;

CREATE OR REPLACE FUNCTION platform.guard_tenant(guarded regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform platform.guard(guarded);
  execute format(
    'create policy of_own_company on %s as restrictive to towerkeep_app using ((select platform.tenant_id()) is null or tenant_id = (select platform.tenant_id()))',
    guarded);
end $function$;
grant execute on function platform.guard_tenant(guarded regclass) to public;

CREATE OR REPLACE FUNCTION platform.person_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('towerkeep.person_id', true), '')::uuid $function$;
grant execute on function platform.person_id() to public;

CREATE OR REPLACE FUNCTION platform.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'rows of %.% are never changed or removed', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $function$;
grant execute on function platform.refuse_change() to public;

CREATE OR REPLACE FUNCTION platform.site_ids()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(nullif(current_setting('towerkeep.site_ids', true), ''), '{}')::uuid[] $function$;
grant execute on function platform.site_ids() to public;

CREATE OR REPLACE FUNCTION platform.tenant_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('towerkeep.tenant_id', true), '')::uuid $function$;
grant execute on function platform.tenant_id() to public;

create table leasing.lease (
  site_id uuid not null,
  id uuid not null,
  lease_no text not null,
  tenant_id uuid not null,
  unit_id uuid not null,
  status text not null,
  lease_start date not null,
  lease_end date not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint lease_pkey PRIMARY KEY (site_id, id),
  constraint lease_no_once_per_unit UNIQUE (site_id, lease_no, unit_id),
  constraint one_tenant_at_a_time EXCLUDE USING gist (site_id WITH =, unit_id WITH =, daterange(lease_start, lease_end, '[]'::text) WITH &&) WHERE ((status = ANY (ARRAY['signed'::text, 'active'::text]))),
  constraint lease_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint lease_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint lease_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id),
  constraint lease_ends_after_it_starts CHECK ((lease_end >= lease_start)),
  constraint lease_lease_no_check CHECK ((lease_no <> ''::text)),
  constraint lease_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'signed'::text, 'active'::text, 'ended'::text, 'cancelled'::text])))
);
CREATE INDEX lease_by_tenant ON leasing.lease USING btree (site_id, tenant_id);
CREATE INDEX lease_by_unit ON leasing.lease USING btree (site_id, unit_id, lease_start DESC);
CREATE INDEX lease_no_search ON leasing.lease USING gin (lease_no public.gin_trgm_ops);
alter table leasing.lease enable row level security;
alter table leasing.lease force row level security;
create policy at_announced_sites on leasing.lease for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on leasing.lease as restrictive for all to towerkeep_app using (((( SELECT platform.tenant_id() AS tenant_id) IS NULL) OR (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))));
grant delete, insert, select, update on leasing.lease to towerkeep_app;

create table migration.applied (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint applied_pkey PRIMARY KEY (number)
);

create table people.person (
  id uuid not null,
  name text not null,
  login text,
  email text,
  phone text,
  language text not null default 'zh'::text,
  is_administrator boolean not null default false,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint login_once UNIQUE (login),
  constraint login_in_lower_case CHECK ((login = lower(login))),
  constraint person_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
  constraint person_name_check CHECK ((name <> ''::text)),
  constraint person_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'inactive'::text])))
);
grant insert, select, update on people.person to towerkeep_app;

create table people.role_grant (
  site_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  role text not null,
  tenant_id uuid,
  contact_id uuid,
  authorities text[] not null default '{}'::text[],
  granted_by uuid,
  granted_at timestamp with time zone not null,
  constraint role_grant_pkey PRIMARY KEY (site_id, id),
  constraint role_once_per_person_and_site UNIQUE NULLS NOT DISTINCT (site_id, person_id, role, tenant_id),
  constraint role_grant_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES people.person(id),
  constraint role_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint role_grant_site_id_contact_id_fkey FOREIGN KEY (site_id, contact_id) REFERENCES tenants.contact(site_id, id),
  constraint role_grant_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint role_grant_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint tenant_contact_names_the_company CHECK (((role = 'tenantContact'::text) = (tenant_id IS NOT NULL)))
);
CREATE INDEX role_grant_by_person ON people.role_grant USING btree (person_id);
alter table people.role_grant enable row level security;
alter table people.role_grant force row level security;
create policy at_announced_sites on people.role_grant for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy owner_reads on people.role_grant for select to towerkeep using (true);
grant delete, insert, select, update on people.role_grant to towerkeep_app;

create table platform.clock (
  name text not null,
  site_id uuid not null,
  last_at timestamp with time zone not null,
  constraint clock_pkey PRIMARY KEY (name, site_id),
  constraint clock_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);

create table platform.file (
  site_id uuid not null,
  id uuid not null,
  hash text not null,
  name text not null,
  type text not null,
  size bigint not null,
  tenant_id uuid,
  uploaded_by uuid,
  uploaded_at timestamp with time zone not null,
  constraint file_pkey PRIMARY KEY (site_id, id),
  constraint file_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint file_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES people.person(id),
  constraint file_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint file_size_check CHECK ((size >= 0))
);
alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy at_announced_sites on platform.file for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select on platform.file to towerkeep_app;

create table sites.building (
  site_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  position integer not null default 0,
  version integer not null default 1,
  constraint building_pkey PRIMARY KEY (site_id, id),
  constraint building_code_once_per_site UNIQUE (site_id, code),
  constraint building_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint building_code_check CHECK ((code <> ''::text)),
  constraint building_name_check CHECK ((name <> ''::text))
);
alter table sites.building enable row level security;
alter table sites.building force row level security;
create policy at_announced_sites on sites.building for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select, update on sites.building to towerkeep_app;

create table sites.company (
  id uuid not null,
  name text not null,
  only_one boolean not null default true,
  created_at timestamp with time zone not null,
  constraint company_pkey PRIMARY KEY (id),
  constraint company_only_one_key UNIQUE (only_one),
  constraint company_name_check CHECK ((name <> ''::text)),
  constraint company_only_one_check CHECK (only_one)
);
grant insert, select, update on sites.company to towerkeep_app;

create table sites.floor (
  site_id uuid not null,
  id uuid not null,
  building_id uuid not null,
  name text not null,
  level integer not null,
  version integer not null default 1,
  constraint floor_pkey PRIMARY KEY (site_id, id),
  constraint floor_name_once_per_building UNIQUE (site_id, building_id, name),
  constraint floor_site_id_building_id_fkey FOREIGN KEY (site_id, building_id) REFERENCES sites.building(site_id, id),
  constraint floor_name_check CHECK ((name <> ''::text))
);
CREATE INDEX floor_by_level ON sites.floor USING btree (site_id, building_id, level DESC);
alter table sites.floor enable row level security;
alter table sites.floor force row level security;
create policy at_announced_sites on sites.floor for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select, update on sites.floor to towerkeep_app;

create table sites.site (
  id uuid not null,
  code text not null,
  name text not null,
  zone text not null,
  address text not null default ''::text,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint site_pkey PRIMARY KEY (id),
  constraint site_code_key UNIQUE (code),
  constraint site_code_check CHECK ((code <> ''::text)),
  constraint site_name_check CHECK ((name <> ''::text)),
  constraint site_state_check CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text])))
);
alter table sites.site enable row level security;
create policy announced_sites on sites.site for select to towerkeep_app using ((id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy changed_sites on sites.site for update to towerkeep_app using ((id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy new_sites on sites.site for insert to towerkeep_app with check ((id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy owner_reads on sites.site for select to towerkeep using (true);
grant insert, select, update on sites.site to towerkeep_app;

create table sites.unit (
  site_id uuid not null,
  id uuid not null,
  building_id uuid not null,
  floor_id uuid not null,
  unit_no text not null,
  gross_centi bigint,
  net_centi bigint,
  chargeable_centi bigint,
  use text not null default 'office'::text,
  state text not null default 'lettable'::text,
  version integer not null default 1,
  constraint unit_pkey PRIMARY KEY (site_id, id),
  constraint unit_no_once_per_building UNIQUE (site_id, building_id, unit_no),
  constraint unit_site_id_building_id_fkey FOREIGN KEY (site_id, building_id) REFERENCES sites.building(site_id, id),
  constraint unit_site_id_floor_id_fkey FOREIGN KEY (site_id, floor_id) REFERENCES sites.floor(site_id, id),
  constraint net_within_gross CHECK ((net_centi <= gross_centi)),
  constraint unit_chargeable_centi_check CHECK ((chargeable_centi > 0)),
  constraint unit_gross_centi_check CHECK ((gross_centi > 0)),
  constraint unit_net_centi_check CHECK ((net_centi > 0)),
  constraint unit_state_check CHECK ((state = ANY (ARRAY['lettable'::text, 'ownUse'::text, 'works'::text, 'withdrawn'::text]))),
  constraint unit_unit_no_check CHECK ((unit_no <> ''::text)),
  constraint unit_use_check CHECK ((use = ANY (ARRAY['office'::text, 'retail'::text, 'storage'::text, 'parking'::text, 'plant'::text, 'public'::text, 'other'::text])))
);
CREATE INDEX unit_by_floor ON sites.unit USING btree (site_id, floor_id, unit_no);
CREATE INDEX unit_by_no ON sites.unit USING gin (unit_no public.gin_trgm_ops);
alter table sites.unit enable row level security;
alter table sites.unit force row level security;
create policy at_announced_sites on sites.unit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select, update on sites.unit to towerkeep_app;

create table tenants.contact (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  post text not null default ''::text,
  phone text not null default ''::text,
  email text not null default ''::text,
  authorities text[] not null default '{repair}'::text[],
  state text not null default 'active'::text,
  search_key text not null default ''::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint contact_pkey PRIMARY KEY (site_id, id),
  constraint contact_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint contact_name_check CHECK ((name <> ''::text)),
  constraint contact_state_check CHECK ((state = ANY (ARRAY['active'::text, 'left'::text])))
);
CREATE INDEX contact_by_tenant ON tenants.contact USING btree (site_id, tenant_id);
CREATE INDEX contact_search ON tenants.contact USING gin (search_key public.gin_trgm_ops);
alter table tenants.contact enable row level security;
alter table tenants.contact force row level security;
create policy at_announced_sites on tenants.contact for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on tenants.contact as restrictive for all to towerkeep_app using (((( SELECT platform.tenant_id() AS tenant_id) IS NULL) OR (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))));
grant delete, insert, select, update on tenants.contact to towerkeep_app;

create table tenants.tenant (
  site_id uuid not null,
  id uuid not null,
  name text not null,
  short_name text not null default ''::text,
  credit_code text,
  industry text not null default ''::text,
  search_key text not null default ''::text,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint tenant_pkey PRIMARY KEY (site_id, id),
  constraint tenant_name_once_per_site UNIQUE (site_id, name),
  constraint tenant_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint tenant_name_check CHECK ((name <> ''::text)),
  constraint tenant_state_check CHECK ((state = ANY (ARRAY['active'::text, 'left'::text])))
);
CREATE INDEX tenant_search ON tenants.tenant USING gin (search_key public.gin_trgm_ops);
alter table tenants.tenant enable row level security;
alter table tenants.tenant force row level security;
create policy at_announced_sites on tenants.tenant for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on tenants.tenant as restrictive for all to towerkeep_app using (((( SELECT platform.tenant_id() AS tenant_id) IS NULL) OR (id = ( SELECT platform.tenant_id() AS tenant_id))));
grant delete, insert, select, update on tenants.tenant to towerkeep_app;
