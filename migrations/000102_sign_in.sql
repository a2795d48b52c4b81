-- How people prove who they are. Secrets are stored as hashes, but for the authenticator's, which must be computed with.

create table people.credential (
  person_id     uuid primary key references people.person,
  password_hash text not null,
  changed_at    timestamptz not null
);
grant select, insert, update on people.credential to towerkeep_app;

create table people.second_factor (
  person_id    uuid primary key references people.person,
  secret       text not null,
  created_at   timestamptz not null,
  confirmed_at timestamptz,                    -- null: begun, not on yet
  last_step    bigint not null default 0       -- the last code's time step: no code works twice
);
grant select, insert, update, delete on people.second_factor to towerkeep_app;

create table people.recovery_code (
  person_id uuid not null references people.person,
  code_hash text not null,
  used_at   timestamptz,
  primary key (person_id, code_hash)
);
grant select, insert, update, delete on people.recovery_code to towerkeep_app;

create table people.session (
  id           uuid primary key,
  person_id    uuid not null references people.person,
  token_hash   text not null unique,
  device       text not null,
  address      text not null,
  signed_in_at timestamptz not null,
  seen_at      timestamptz not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz
);
create index session_by_person on people.session (person_id, signed_in_at desc) where ended_at is null;
grant select, insert, update, delete on people.session to towerkeep_app;

create table people.token (
  id         uuid primary key,
  person_id  uuid not null references people.person,
  name       text not null check (name <> ''),
  token_hash text not null unique,
  scopes     text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz,
  ended_at   timestamptz
);
create index token_by_person on people.token (person_id) where ended_at is null;
grant select, insert, update on people.token to towerkeep_app;

-- Links that work once: to set the installation up, to accept an invitation, to choose a new password.
create table people.link (
  id         uuid primary key,
  kind       text not null check (kind in ('setup', 'invitation', 'reset')),
  token_hash text not null unique,
  person_id  uuid references people.person,
  created_by uuid references people.person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz,                      -- used, or replaced by a later one
  constraint setup_is_nobodys check ((kind = 'setup') = (person_id is null))
);
create index link_by_person on people.link (person_id, kind) where used_at is null;
grant select, insert, update on people.link to towerkeep_app;

-- Wrong attempts in a row, by the hash of what was typed as the account (there or not) and by address.
create table people.guard (
  kind         text not null check (kind in ('account', 'address')),
  key          text not null,
  failures     integer not null,
  last_at      timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);
create index guard_oldest on people.guard (last_at);
grant select, insert, update, delete on people.guard to towerkeep_app;

-- What was done to accounts. It belongs to no site, so it is not among the sites' evidence; like that, it only grows.
create table people.audit (
  id         uuid primary key,
  at         timestamptz not null,
  deed       text not null,
  actor_id   uuid references people.person,
  actor_name text not null,
  person_id  uuid references people.person,
  address    text,
  facts      jsonb not null default '{}'
);
create index audit_newest on people.audit (at desc, id desc);
create index audit_by_person on people.audit (person_id, at desc, id desc);
create trigger audit_only_grows before update or delete or truncate on people.audit for each statement execute function platform.refuse_change();
grant select, insert on people.audit to towerkeep_app;

-- The roles of the person whom this transaction announced, at all their sites, with what a screen needs to name them.
create function people.own_grants() returns jsonb
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select coalesce(jsonb_agg(jsonb_build_object(
             'siteId', site.id, 'siteName', site.name, 'siteCode', site.code, 'zone', site.zone, 'role', role_grant.role, 'tenantId', role_grant.tenant_id,
             'contactId', role_grant.contact_id, 'authorities', to_jsonb(role_grant.authorities)) order by site.code, role_grant.role), '[]')
    from people.role_grant join sites.site on site.id = role_grant.site_id
    where role_grant.person_id = platform.person_id() and site.state = 'active'
  $$;

-- Who holds this session, by the hash of its token; null when it has ended. Notes that it was seen, at most once a minute.
create function people.session_actor(hash text, at timestamptz, idle interval) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  held people.session;
begin
  select session.* into held from people.session where token_hash = hash and ended_at is null and expires_at > at and seen_at > at - idle;
  if held.id is null then return null; end if;
  if held.seen_at < at - interval '1 minute' then
    update people.session set seen_at = at where id = held.id;
  end if;
  return people.actor_of(held.person_id, jsonb_build_object('sessionId', held.id, 'expiresAt', held.expires_at));
end $$;

-- The same for an API token.
create function people.token_actor(hash text, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  held people.token;
begin
  select token.* into held from people.token where token_hash = hash and ended_at is null and expires_at > at;
  if held.id is null then return null; end if;
  if held.used_at is null or held.used_at < at - interval '1 minute' then
    update people.token set used_at = at where id = held.id;
  end if;
  return people.actor_of(held.person_id, jsonb_build_object('scopes', to_jsonb(held.scopes), 'expiresAt', held.expires_at));
end $$;

create function people.actor_of(whom uuid, more jsonb) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  who people.person;
begin
  select person.* into who from people.person where id = whom and state = 'active';
  if who.id is null then return null; end if;
  perform set_config('towerkeep.person_id', who.id::text, true);
  return more || jsonb_build_object('personId', who.id, 'name', who.name, 'isAdministrator', who.is_administrator, 'language', who.language, 'grants', people.own_grants());
end $$;

revoke all on function people.own_grants(), people.session_actor(text, timestamptz, interval), people.token_actor(text, timestamptz), people.actor_of(uuid, jsonb) from public;
grant execute on function people.own_grants(), people.session_actor(text, timestamptz, interval), people.token_actor(text, timestamptz) to towerkeep_app;

-- Whatever changes what somebody may do is told to every process, which then forgets what it knew of them.
create function people.tell_access() returns trigger
  language plpgsql
  as $$
declare
  row jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify('towerkeep', json_build_object('siteId', 'company', 'topic', 'people.access', 'id', coalesce(row ->> 'person_id', row ->> 'id'))::text);
  return null;
end $$;
create trigger session_ends after update of ended_at on people.session for each row execute function people.tell_access();
create trigger session_goes after delete on people.session for each row execute function people.tell_access();
create trigger token_ends after update of ended_at on people.token for each row execute function people.tell_access();
create trigger grant_changes after insert or update or delete on people.role_grant for each row execute function people.tell_access();
create trigger person_changes after update of state, is_administrator, name on people.person for each row execute function people.tell_access();
