-- The append-only record of what happened, closed into chained seals.

create schema evidence;
grant usage on schema evidence to towerkeep_app;

-- Facts and seals follow the order of transactions, which is counted by one database cluster. A copy restored into another cluster
-- goes on counting above what it brought along: `shift` is added to that cluster's own count.
create table evidence.era (
  only_one boolean primary key default true check (only_one),
  cluster  text not null,
  shift    bigint not null check (shift >= 0)
);
insert into evidence.era (cluster, shift) values ('', 0);
grant select on evidence.era to towerkeep_app;

-- The place of this transaction in the order of transactions.
create function evidence.tx_order() returns bigint
  language plpgsql volatile
  as $$ begin return pg_catalog.pg_current_xact_id()::text::bigint + (select shift from evidence.era); end $$;

-- Every transaction before this place has ended, and all it wrote is in sight of the next statement.
create function evidence.settled_order() returns bigint
  language plpgsql volatile
  as $$ begin return pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint + (select shift from evidence.era); end $$;

-- Kept by month when it grows: ids are UUIDv7, so a range of ids is a range of time, and the key allows partitions by id.
create table evidence.fact (
  site_id      uuid        not null references sites.site,
  id           uuid        not null,
  tx_order     bigint      not null default evidence.tx_order(),
  happened_at  timestamptz not null,                      -- by the device
  received_at  timestamptz not null,                      -- by us
  actor_kind   text        not null,
  actor_id     uuid,                                      -- no foreign key: evidence outlives whom it names
  actor_name   text        not null,
  name         text        not null check (name <> ''),
  clauses      text[]      not null,
  subject_kind text        not null,
  subject_id   text        not null,
  facts        jsonb       not null,
  hash         bytea       not null check (octet_length(hash) = 32),
  primary key (site_id, id)
);
create index fact_by_order on evidence.fact (site_id, tx_order, id);
create index fact_by_time on evidence.fact (site_id, received_at, id);
create index fact_by_subject on evidence.fact (site_id, subject_kind, subject_id, received_at, id);

create table evidence.seal (
  site_id    uuid        not null references sites.site,
  number     integer     not null check (number > 0),
  count      integer     not null check (count > 0),
  first_id   uuid        not null,
  last_id    uuid        not null,
  last_order bigint      not null,
  leaves     bytea       not null,                        -- 16 bytes of id and 32 of hash for each fact, in their order
  root       bytea       not null check (octet_length(root) = 32),
  previous   bytea       check (octet_length(previous) = 32),
  leap       bytea       check (octet_length(leap) = 32),
  sealed_at  timestamptz not null,
  hash       bytea       not null check (octet_length(hash) = 32),
  primary key (site_id, number),
  constraint leaves_as_counted check (octet_length(leaves) = 48 * count),
  constraint only_the_first_has_none_before check ((number = 1) = (previous is null))
);
alter table evidence.seal alter column leaves set storage external; -- hashes do not compress
create index seal_by_last on evidence.seal (site_id, last_order, last_id);

-- A printed record: the code on its paper leads to the fact that says what was printed.
create table evidence.proof (
  site_id      uuid        not null references sites.site,
  id           uuid        not null,
  code         text        not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  document     text        not null,
  version      integer     not null,
  subject_kind text        not null,
  subject_id   text        not null,
  content_hash text        not null check (content_hash ~ '^[0-9a-f]{64}$'),
  fact_id      uuid        not null,
  issued_at    timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, fact_id) references evidence.fact,
  constraint code_once unique (code),
  constraint one_proof_for_one_content unique (site_id, document, subject_kind, subject_id, version, content_hash)
);

create table evidence.verification (
  site_id      uuid        not null references sites.site,
  id           uuid        not null,
  verified_at  timestamptz not null,
  facts        bigint      not null,
  unsealed     bigint      not null,
  seals        integer     not null,
  head_number  integer,
  head_hash    bytea,
  findings     jsonb       not null,
  is_cut_short boolean     not null,
  primary key (site_id, id)
);
create index verification_by_time on evidence.verification (site_id, verified_at desc);

-- Who acts for a tenant leaves evidence like everybody, but the record is the operator's to read.
do $$
declare kept regclass;
begin
  foreach kept in array array['evidence.fact', 'evidence.seal', 'evidence.proof', 'evidence.verification']::regclass[] loop
    perform platform.guard(kept);
    execute format('create policy not_for_tenants on %s as restrictive for select to towerkeep_app using ((select platform.tenant_id()) is null)', kept);
    execute format('create trigger never_changed before update or delete on %s for each row execute function platform.refuse_change()', kept);
    execute format('create trigger never_emptied before truncate on %s for each statement execute function platform.refuse_change()', kept);
    -- "Always": also for a session that calls itself a replica.
    execute format('alter table %s enable always trigger never_changed, enable always trigger never_emptied', kept);
  end loop;
  -- The owner looks up the site of a proof code, and where a restored copy left off, before any site is announced.
  execute format('create policy owner_reads on evidence.proof for select to %I using (true)', current_user);
  execute format('create policy owner_reads on evidence.fact for select to %I using (true)', current_user);
end $$;

-- The place in the order of transactions is the database's to say.
grant select on evidence.fact, evidence.seal, evidence.proof, evidence.verification to towerkeep_app;
grant insert (site_id, id, happened_at, received_at, actor_kind, actor_id, actor_name, name, clauses, subject_kind, subject_id, facts, hash) on evidence.fact to towerkeep_app;
grant insert on evidence.seal, evidence.proof, evidence.verification to towerkeep_app;

-- The site a proof code belongs to, for who holds the code and nothing else.
create function evidence.site_of_proof(code text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select proof.site_id from evidence.proof where proof.code = $1 $$;
revoke all on function evidence.site_of_proof(text) from public;
grant execute on function evidence.site_of_proof(text) to towerkeep_app;

-- Notices that the database is a copy in another cluster, and goes on counting above what it brought along. To be called before
-- anything is recorded.
create function evidence.settle() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  here text := (select system_identifier::text from pg_control_system());
  highest bigint;
begin
  if (select cluster from evidence.era) = here then return; end if;
  select coalesce(max(tx_order), 0) into highest from evidence.fact;
  update evidence.era set cluster = here, shift = case when highest >= pg_current_xact_id()::text::bigint then highest else 0 end where cluster <> here;
end $$;
revoke all on function evidence.settle() from public;
grant execute on function evidence.settle() to towerkeep_app;
