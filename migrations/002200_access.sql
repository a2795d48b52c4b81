-- Who may hold cards and keys of the house, and who holds which. Manual 2.1.1-5, F02; 2.1.3-5.

-- A tenant's right to hold cards and keys: given once nothing stands against it (2.1.1-4), or taken over with a reason.
create table handover.access_grant (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  tenant_id       uuid        not null,
  lease_id        uuid        not null,
  case_id         uuid,                                      -- the move-in that gave it
  taken_over_why  text        not null default '',           -- why without one: in occupation before the system was
  granted_at      timestamptz not null,
  granted_by_name text        not null,
  ended_at        timestamptz check (ended_at >= granted_at),
  ended_by_name   text,
  ended_why       text,
  is_live         boolean     not null generated always as (ended_at is null) stored,
  primary key (site_id, id),
  constraint grant_of_a_tenant unique (site_id, id, tenant_id),
  constraint grant_while_it_lives unique (site_id, id, is_live),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  constraint a_grant_comes_of_a_move_in_or_a_reason check ((case_id is null) = (taken_over_why <> '')),
  constraint an_ended_grant_says_why check ((ended_at is null) = (ended_why is null) and (ended_at is null) = (ended_by_name is null))
);
create unique index one_live_grant_of_a_lease on handover.access_grant (site_id, lease_id) where ended_at is null;
create index grant_of_lease on handover.access_grant (site_id, lease_id, granted_at);
create index grant_of_case on handover.access_grant (site_id, case_id) where case_id is not null;
select platform.guard_tenant('handover.access_grant');
grant select, insert on handover.access_grant to towerkeep_app;
grant update (ended_at, ended_by_name, ended_why) on handover.access_grant to towerkeep_app;

-- What was handed out at one time, against one receipt F02.
create table handover.access_batch (
  site_id        uuid        not null,
  id             uuid        not null,
  grant_id       uuid        not null,
  tenant_id      uuid        not null,
  document_id    uuid,                                        -- null: taken over, without a receipt of ours
  issued_at      timestamptz not null,
  issued_by_name text        not null,
  primary key (site_id, id),
  constraint batch_of_a_tenant unique (site_id, id, tenant_id),
  foreign key (site_id, grant_id, tenant_id) references handover.access_grant (site_id, id, tenant_id),
  foreign key (site_id, document_id) references documents.document
);
create index batch_of_grant on handover.access_batch (site_id, grant_id, issued_at);
select platform.guard_tenant('handover.access_batch');
grant select, insert on handover.access_batch to towerkeep_app;
grant update (document_id) on handover.access_batch to towerkeep_app;

create table handover.access_item (
  site_id        uuid        not null,
  id             uuid        not null,
  grant_id       uuid        not null,
  batch_id       uuid        not null,
  tenant_id      uuid        not null,
  lease_id       uuid        not null,
  kind           text        not null check (kind in ('card', 'key')),
  number         text        not null check (number <> ''),
  holder         text        not null check (holder <> ''),
  post           text        not null default '',
  phone          text        not null default '',
  zones          text        not null default '',
  valid_to       date,
  fee            bigint      not null default 0 check (fee >= 0),  -- 分: what its loss costs
  issued_at      timestamptz not null,
  issued_by_name text        not null,
  state          text        not null default 'inUse' check (state in ('inUse', 'lost', 'returned', 'cancelled')),
  ended_at       timestamptz,
  ended_by_name  text,
  ended_why      text        not null default '',
  replaces_id    uuid,
  charge_id      uuid,
  needs_live     boolean     generated always as (case when state = 'inUse' then true end) stored,
  primary key (site_id, id),
  foreign key (site_id, batch_id, tenant_id) references handover.access_batch (site_id, id, tenant_id),
  foreign key (site_id, grant_id, tenant_id) references handover.access_grant (site_id, id, tenant_id),
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, replaces_id) references handover.access_item,
  foreign key (site_id, charge_id) references billing.charge,
  constraint nobody_holds_anything_without_a_live_grant foreign key (site_id, grant_id, needs_live) references handover.access_grant (site_id, id, is_live),
  constraint what_is_over_says_when check ((state = 'inUse') = (ended_at is null) and (state = 'inUse') = (ended_by_name is null))
);
create unique index number_once_in_use on handover.access_item (site_id, kind, number) where state = 'inUse';
create index item_of_lease on handover.access_item (site_id, lease_id, state);
create index item_of_grant on handover.access_item (site_id, grant_id);
create index item_of_batch on handover.access_item (site_id, batch_id);
create index item_newest on handover.access_item (site_id, issued_at desc, id desc);
create index item_in_state on handover.access_item (site_id, state, issued_at desc, id desc);
create index item_search on handover.access_item using gin (number gin_trgm_ops, holder gin_trgm_ops);
select platform.guard_tenant('handover.access_item');
grant select, insert on handover.access_item to towerkeep_app;
grant update (state, ended_at, ended_by_name, ended_why, charge_id, holder, post, phone, zones, valid_to) on handover.access_item to towerkeep_app;
