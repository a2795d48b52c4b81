-- Meters, their readings, tariffs, and the apportionment of what they count.

create schema meters;
grant usage on schema meters to towerkeep_app;

create table meters.route (
  site_id  uuid not null references sites.site,
  id       uuid not null,
  name     text not null check (name <> ''),
  version  integer not null default 1,
  primary key (site_id, id),
  constraint route_name_once_per_site unique (site_id, name)
);
select platform.guard_staff('meters.route');
grant select, insert, update on meters.route to towerkeep_app;

create table meters.tariff (
  site_id    uuid not null references sites.site,
  id         uuid not null,
  name       text not null check (name <> ''),
  kind       text not null check (kind in ('electricity', 'water', 'chilledWater', 'gas', 'heat')),
  is_default boolean not null default false,
  version    integer not null default 1,
  primary key (site_id, id),
  constraint tariff_name_once_per_site unique (site_id, name),
  constraint tariff_of_a_kind unique (site_id, id, kind)
);
create unique index one_default_tariff_per_kind on meters.tariff (site_id, kind) where (is_default);
select platform.guard_staff('meters.tariff');
grant select, insert, update on meters.tariff to towerkeep_app;

-- The prices of a tariff from a day on, until the next ones.
create table meters.tariff_version (
  site_id     uuid not null,
  tariff_id   uuid not null,
  from_day    date not null,
  form        jsonb not null,                             -- TariffForm of src/features/meters/rules/tariff.ts; prices are yuan as plain digits
  recorded_at timestamptz not null,
  primary key (site_id, tariff_id, from_day),
  foreign key (site_id, tariff_id) references meters.tariff
);
select platform.guard_staff('meters.tariff_version');
grant select, insert, update on meters.tariff_version to towerkeep_app;

-- How common use and loss are shared out from a day on.
create table meters.policy (
  site_id     uuid not null references sites.site,
  kind        text not null check (kind in ('electricity', 'water', 'chilledWater', 'gas', 'heat')),
  from_day    date not null,
  common      text not null check (common in ('none', 'byUsage', 'byArea')),
  loss        text not null check (loss in ('none', 'byUsage', 'byArea')),
  tariff_id   uuid,
  recorded_at timestamptz not null,
  primary key (site_id, kind, from_day),
  foreign key (site_id, tariff_id, kind) references meters.tariff (site_id, id, kind),
  constraint what_is_shared_has_a_price check ((common = 'none' and loss = 'none') or tariff_id is not null)
);
select platform.guard_staff('meters.policy');
grant select, insert, update on meters.policy to towerkeep_app;

-- A metering point and the device in it.
create table meters.meter (
  site_id         uuid not null references sites.site,
  id              uuid not null,
  meter_no        text not null check (meter_no <> ''),
  kind            text not null check (kind in ('electricity', 'water', 'chilledWater', 'gas', 'heat')),
  role            text not null check (role in ('main', 'tenant', 'common')),
  registers       text not null check (registers in ('single', 'threeBand', 'fourBand')),
  digits          integer not null check (digits between 3 and 9),
  multiplier      numeric(13, 4) not null check (multiplier > 0),
  direction       text not null check (direction in ('import', 'export')),
  calibrated_on   date,
  calibration_due date check (calibration_due >= calibrated_on),
  place           text not null default '',
  parent_id       uuid check (parent_id <> id),
  route_id        uuid,
  position        integer not null default 0,
  tariff_id       uuid,
  state           text not null default 'inService' check (state in ('inService', 'removed')),
  installed_on    date not null,
  version         integer not null default 1,
  created_at      timestamptz not null,
  primary key (site_id, id),
  constraint meter_of_a_kind unique (site_id, id, kind),
  foreign key (site_id, parent_id, kind) references meters.meter (site_id, id, kind),
  foreign key (site_id, route_id) references meters.route,
  foreign key (site_id, tariff_id, kind) references meters.tariff (site_id, id, kind)
);
create unique index meter_no_once_in_service on meters.meter (site_id, meter_no) where (state = 'inService');
create index meter_by_no on meters.meter (site_id, meter_no, id);
create index meter_by_route on meters.meter (site_id, route_id, position, meter_no);
create index meter_by_parent on meters.meter (site_id, parent_id);
create index meter_by_calibration on meters.meter (site_id, calibration_due) where (state = 'inService');
create index meter_search on meters.meter using gin (meter_no gin_trgm_ops, place gin_trgm_ops);
select platform.guard_staff('meters.meter');
grant select, insert, update on meters.meter to towerkeep_app;

create table meters.meter_unit (
  site_id  uuid not null,
  meter_id uuid not null,
  unit_id  uuid not null,
  primary key (site_id, meter_id, unit_id),
  foreign key (site_id, meter_id) references meters.meter,
  foreign key (site_id, unit_id) references sites.unit
);
create index meter_by_unit on meters.meter_unit (site_id, unit_id);
select platform.guard_staff('meters.meter_unit');
grant select, insert, delete on meters.meter_unit to towerkeep_app;

-- Another device in the same place: what the old one last showed, what the new one first did.
create table meters.replacement (
  site_id          uuid not null,
  id               uuid not null,
  meter_id         uuid not null,
  replaced_at      timestamptz not null,
  old_meter_no     text not null,
  old_digits       integer not null,
  old_multiplier   numeric(13, 4) not null,
  old_final        jsonb not null,                        -- band → plain digits
  new_meter_no     text not null check (new_meter_no <> ''),
  new_digits       integer not null check (new_digits between 3 and 9),
  new_multiplier   numeric(13, 4) not null check (new_multiplier > 0),
  new_opening      jsonb not null,
  calibrated_on    date,
  calibration_due  date,
  reason           text not null check (reason <> ''),
  state            text not null default 'waiting' check (state in ('waiting', 'confirmed', 'rejected')),
  recorded_by      uuid not null references people.person,
  recorded_by_name text not null,
  recorded_at      timestamptz not null,
  reviewed_by      uuid references people.person,
  reviewed_by_name text,
  reviewed_at      timestamptz,
  primary key (site_id, id),
  foreign key (site_id, meter_id) references meters.meter,
  constraint a_replacement_is_confirmed_by_another check (state <> 'confirmed' or reviewed_by <> recorded_by)
);
create unique index one_replacement_waits_at_a_time on meters.replacement (site_id, meter_id) where (state = 'waiting');
create index replacement_by_meter on meters.replacement (site_id, meter_id, replaced_at desc);
select platform.guard_staff('meters.replacement');
grant select, insert, update on meters.replacement to towerkeep_app;

create table meters.round (
  site_id     uuid not null,
  id          uuid not null,
  route_id    uuid not null,
  month       date not null check (extract(day from month) = 1),
  from_day    date not null,
  to_day      date not null check (to_day >= from_day),
  state       text not null default 'open' check (state in ('open', 'closed')),
  opened_by_name text not null,
  opened_at   timestamptz not null,
  closed_by_name text,
  closed_at   timestamptz,
  primary key (site_id, id),
  foreign key (site_id, route_id) references meters.route,
  constraint one_round_a_month unique (site_id, route_id, month)
);
create index round_newest on meters.round (site_id, month desc, id desc);
select platform.guard_staff('meters.round');
grant select, insert, update on meters.round to towerkeep_app;

-- The meters of a round, in the order in which they are read.
create table meters.round_meter (
  site_id  uuid not null,
  round_id uuid not null,
  meter_id uuid not null,
  position integer not null,
  primary key (site_id, round_id, meter_id),
  foreign key (site_id, round_id) references meters.round,
  foreign key (site_id, meter_id) references meters.meter
);
create index round_by_meter on meters.round_meter (site_id, meter_id);
select platform.guard_staff('meters.round_meter');
grant select, insert on meters.round_meter to towerkeep_app;

create table meters.settlement (
  site_id          uuid not null references sites.site,
  id               uuid not null,
  kind             text not null check (kind in ('electricity', 'water', 'chilledWater', 'gas', 'heat')),
  month            date not null check (extract(day from month) = 1),
  state            text not null default 'published' check (state in ('published', 'billed', 'withdrawn')),
  common           text not null check (common in ('none', 'byUsage', 'byArea')),
  loss             text not null check (loss in ('none', 'byUsage', 'byArea')),
  pools            jsonb not null,
  due_on           date not null,
  objections_until date not null,
  published_by_name text not null,
  published_at     timestamptz not null,
  billed_by_name   text,
  billed_at        timestamptz,
  withdrawn_reason text,
  primary key (site_id, id)
);
create unique index one_settlement_a_month on meters.settlement (site_id, kind, month) where (state <> 'withdrawn');
create index settlement_newest on meters.settlement (site_id, month desc, id desc);
select platform.guard('meters.settlement');
grant select, insert, update on meters.settlement to towerkeep_app;

-- Without a tenant the operator bears the line. A tenant's contact sees those of their company.
create table meters.settlement_line (
  site_id       uuid not null,
  id            uuid not null,
  settlement_id uuid not null,
  position      integer not null,
  kind          text not null check (kind in ('usage', 'common', 'loss')),
  meter_id      uuid not null,
  meter_no      text not null,
  tenant_id     uuid,
  lease_id      uuid,
  unit_ids      uuid[] not null,
  label         text not null,
  from_day      date not null,
  to_day        date not null check (to_day >= from_day),
  quantity      numeric not null check (quantity >= 0),
  amount        bigint not null check (amount >= 0),       -- 分
  working       jsonb not null,
  primary key (site_id, id),
  foreign key (site_id, settlement_id) references meters.settlement,
  foreign key (site_id, tenant_id) references tenants.tenant
);
create index line_by_settlement on meters.settlement_line (site_id, settlement_id, position);
create index line_by_tenant on meters.settlement_line (site_id, tenant_id, settlement_id);
select platform.guard_tenant('meters.settlement_line');
grant select, insert on meters.settlement_line to towerkeep_app;
create trigger published_lines_stay before update or delete on meters.settlement_line for each row execute function platform.refuse_change();

create table meters.objection (
  site_id       uuid not null,
  id            uuid not null,
  settlement_id uuid not null,
  tenant_id     uuid not null,
  said          text not null check (said <> ''),
  raised_by_name text not null,
  raised_at     timestamptz not null,
  answer        text,
  answered_by_name text,
  answered_at   timestamptz,
  primary key (site_id, id),
  foreign key (site_id, settlement_id) references meters.settlement,
  foreign key (site_id, tenant_id) references tenants.tenant
);
create index objection_by_settlement on meters.objection (site_id, settlement_id, raised_at);
select platform.guard_tenant('meters.objection');
grant select, insert, update on meters.objection to towerkeep_app;

create table meters.reading (
  site_id       uuid not null,
  id            uuid not null,
  meter_id      uuid not null,
  round_id      uuid,
  purpose       text not null check (purpose in ('opening', 'periodic', 'handover')),
  read_at       timestamptz not null,
  received_at   timestamptz not null,
  read_on       date not null,
  values        jsonb not null,                           -- band → plain digits
  state         text not null check (state in ('normal', 'replaced', 'rollover', 'estimated')),
  standing      text not null check (standing in ('accepted', 'waiting', 'confirmed', 'sentBack', 'superseded')),
  doubts        text[] not null default '{}',
  remark        text not null default '',
  is_certain    boolean not null default false,
  previous_id   uuid,
  previous      jsonb not null default '{}',
  usage         numeric not null check (usage >= 0),
  by_band       jsonb not null,
  parts         jsonb not null,
  mean          numeric,
  multiplier    numeric(13, 4) not null,                  -- of the device read
  photo_id      uuid,
  is_by_hand    boolean not null default true,            -- false: came by a sheet
  reader_id     uuid references people.person,
  reader_name   text not null,
  reviewer_id   uuid references people.person,
  reviewer_name text,
  reviewed_at   timestamptz,
  review_note   text not null default '',
  settlement_id uuid,
  primary key (site_id, id),
  foreign key (site_id, meter_id) references meters.meter,
  foreign key (site_id, round_id, meter_id) references meters.round_meter (site_id, round_id, meter_id),
  foreign key (site_id, photo_id) references platform.file,
  foreign key (site_id, settlement_id) references meters.settlement,
  constraint a_round_reads_periodically check ((purpose = 'periodic') = (round_id is not null)),
  constraint a_doubt_is_confirmed_by_another check (standing <> 'confirmed' or reviewer_id <> reader_id),
  constraint an_estimate_says_why check (state not in ('estimated', 'rollover') or remark <> '')
);
create unique index one_reading_a_round on meters.reading (site_id, round_id, meter_id) where (round_id is not null and standing in ('accepted', 'waiting', 'confirmed'));
create index reading_of_meter on meters.reading (site_id, meter_id, read_at desc) where (standing in ('accepted', 'waiting', 'confirmed'));
create index reading_of_round on meters.reading (site_id, round_id);
create index reading_to_review on meters.reading (site_id, read_at, id) where (standing = 'waiting');
create index reading_to_settle on meters.reading (site_id, meter_id, read_at) where (settlement_id is null and standing in ('accepted', 'waiting', 'confirmed'));
create index reading_by_settlement on meters.reading (site_id, settlement_id);
select platform.guard_staff('meters.reading');
grant select, insert, update on meters.reading to towerkeep_app;

-- What was read stays as it was read; once settled, not even its standing changes.
create function meters.keep_reading() returns trigger
  language plpgsql
  as $$
begin
  if (new.meter_id, new.round_id, new.read_at, new.values, new.state, new.usage, new.by_band, new.parts, new.previous, new.reader_id)
     is distinct from (old.meter_id, old.round_id, old.read_at, old.values, old.state, old.usage, old.by_band, old.parts, old.previous, old.reader_id) then
    raise exception 'a reading is never changed, only read again' using errcode = 'restrict_violation';
  end if;
  if old.settlement_id is not null and new.settlement_id is not null and new.standing <> old.standing then
    raise exception 'a settled reading is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger what_was_read_stays before update on meters.reading for each row execute function meters.keep_reading();
