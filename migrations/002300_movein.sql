-- 入驻 move-in: from the signed lease to opened doors. Manual 2.1.1-4 to 2.1.1-7, 2.1.2-3, 2.1.2-4. Where a case stands is read from the records, never kept.
create schema movein;
grant usage on schema movein to towerkeep_app;

create table movein.move_in (
  site_id            uuid        not null references sites.site,
  id                 uuid        not null,
  tenant_id          uuid        not null,
  lease_id           uuid        not null,
  opened_at          timestamptz not null,
  opened_by_name     text        not null,
  due_before_keys    bigint      check (due_before_keys >= 0),  -- 分, by the signed terms; null: the lease has none
  fits_out           boolean,                                    -- null: not decided
  fitout_decided_at  timestamptz,
  fitout_decided_by  text,
  inspection_id      uuid,
  moved_in_on        date,
  moved_in_at        timestamptz,
  moved_in_by_name   text,
  withdrawn_at       timestamptz,
  withdrawn_by_name  text,
  withdrawn_why      text,
  formalities_judged_at timestamptz,                            -- when their end was recorded
  version            integer     not null default 1,
  primary key (site_id, id),
  constraint case_of_a_tenant unique (site_id, id, tenant_id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  constraint fitout_decided_by_somebody check ((fits_out is null) = (fitout_decided_at is null) and (fits_out is null) = (fitout_decided_by is null)),
  constraint moved_in_on_a_day check ((moved_in_at is null) = (moved_in_on is null) and (moved_in_at is null) = (moved_in_by_name is null)),
  constraint withdrawn_with_a_reason check ((withdrawn_at is null) = (withdrawn_why is null) and (withdrawn_at is null) = (withdrawn_by_name is null)),
  constraint not_withdrawn_after_moving_in check (moved_in_at is null or withdrawn_at is null)
);
create unique index one_move_in_of_a_lease on movein.move_in (site_id, lease_id) where withdrawn_at is null;
create index move_in_running on movein.move_in (site_id, opened_at, id) where moved_in_at is null and withdrawn_at is null;
create index move_in_newest on movein.move_in (site_id, opened_at desc, id desc);
create index move_in_of_tenant on movein.move_in (site_id, tenant_id);
select platform.guard_tenant('movein.move_in');
grant select, insert, update on movein.move_in to towerkeep_app;

-- What is paid before the keys: the first lines of the lease's schedule, as its terms stand.
create table movein.due_line (
  site_id   uuid   not null,
  case_id   uuid   not null,
  tenant_id uuid   not null,
  source_id text   not null,                                     -- of the schedule line, as billing names it
  fee_item  text   not null,
  from_day  date   not null,
  to_day    date   not null,
  due_on    date   not null,
  amount    bigint not null check (amount > 0),                  -- 分
  primary key (site_id, case_id, source_id),
  foreign key (site_id, case_id, tenant_id) references movein.move_in (site_id, id, tenant_id)
);
select platform.guard_tenant('movein.due_line');
grant select, insert, delete on movein.due_line to towerkeep_app;

-- F01 as the tenant or the desk filled it in; what is signed is the document made of it.
create table movein.registration (
  site_id      uuid        not null,
  case_id      uuid        not null,
  tenant_id    uuid        not null,
  form         jsonb       not null,
  is_sent      boolean     not null default false,               -- the tenant says it is complete
  from_portal  boolean     not null,
  saved_at     timestamptz not null,
  saved_by_name text       not null,
  version      integer     not null default 1,
  primary key (site_id, case_id),
  foreign key (site_id, case_id, tenant_id) references movein.move_in (site_id, id, tenant_id)
);
select platform.guard_tenant('movein.registration');
grant select, insert, update on movein.registration to towerkeep_app;

-- 用户手册: the newest is handed over.
create table movein.handbook (
  site_id     uuid        not null references sites.site,
  id          uuid        not null,
  name        text        not null check (name <> ''),
  file_id     uuid        not null,
  put_at      timestamptz not null,
  put_by_name text        not null,
  primary key (site_id, id),
  foreign key (site_id, file_id) references platform.file
);
create index handbook_newest on movein.handbook (site_id, put_at desc, id desc);
select platform.guard('movein.handbook');
grant select, insert on movein.handbook to towerkeep_app;
