-- Inspections of units that change hands: what both saw, as facts that a phone recorded, and what both signed.

create schema handover;
grant usage on schema handover to towerkeep_app;

-- What is looked at in every unit; a change is a new version. Before the first stands the list of the house (src/features/handover/rules/itemList.ts).
create table handover.item_list (
  site_id   uuid        not null references sites.site,
  version   integer     not null check (version > 0),
  areas     jsonb       not null,
  parts     jsonb       not null,
  made_at   timestamptz not null,
  made_by   text        not null,
  primary key (site_id, version)
);
select platform.guard_staff('handover.item_list');
grant select, insert on handover.item_list to towerkeep_app;

create table handover.inspection (
  site_id          uuid        not null references sites.site,
  id               uuid        not null,
  inspection_no    text        not null check (inspection_no <> ''),
  type             text        not null check (type in ('moveIn', 'fitOut', 'moveOut')),
  tenant_id        uuid        not null,
  lease_id         uuid,
  case_id          uuid,                                    -- of the procedure that asked for it: movein, fitout, moveout
  place            text        not null,
  baseline_id      uuid check (baseline_id <> id),
  list_version     integer     not null check (list_version >= 0),
  lines            jsonb       not null,                    -- Line[] of rules/itemList.ts, as it was opened
  meters           jsonb       not null default '[]',       -- the meters that facts speak of, as they were
  assignee_id      uuid references people.person,
  inspector_ids    uuid[]      not null default '{}',       -- everybody it was ever assigned to: what they recorded offline is still taken
  appointment_at   timestamptz,
  appointment_note text        not null default '',
  opened_at        timestamptz not null,
  opened_by        text        not null,
  -- What the facts come to (inspectionOf), written with them so that lists need not read them all.
  stage            text        not null default 'waiting' check (stage in ('waiting', 'underWay', 'oneSigned', 'signed', 'withdrawn')),
  counts           jsonb       not null,
  signed_at        timestamptz,
  content_hash     text check (content_hash ~ '^[0-9a-f]{64}$'),
  document_id      uuid,
  withdrawn_at     timestamptz,
  withdrawn_by     text,
  withdrawn_reason text,
  primary key (site_id, id),
  constraint inspection_of_tenant unique (site_id, id, tenant_id),
  constraint inspection_no_once_per_site unique (site_id, inspection_no),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, baseline_id, tenant_id) references handover.inspection (site_id, id, tenant_id),
  foreign key (site_id, document_id) references documents.document,
  constraint signed_names_its_content check ((stage = 'signed') = (signed_at is not null) and (signed_at is null) = (content_hash is null)),
  constraint withdrawn_has_its_reason check ((stage = 'withdrawn') = (withdrawn_at is not null) and (withdrawn_at is null or withdrawn_reason <> ''))
);
create index inspection_newest on handover.inspection (site_id, opened_at desc, id desc);
create index inspection_by_stage on handover.inspection (site_id, stage, opened_at desc, id desc);
create index inspection_by_assignee on handover.inspection (site_id, assignee_id, stage);
create index inspection_by_tenant on handover.inspection (site_id, tenant_id, opened_at desc);
create index inspection_by_case on handover.inspection (site_id, case_id) where case_id is not null;
create index inspection_by_lease on handover.inspection (site_id, lease_id);
create index inspection_search on handover.inspection using gin (place gin_trgm_ops, inspection_no gin_trgm_ops);
select platform.guard_tenant('handover.inspection');
grant select, insert on handover.inspection to towerkeep_app;
grant update (meters, assignee_id, inspector_ids, appointment_at, appointment_note, stage, counts, signed_at, content_hash, document_id, withdrawn_at, withdrawn_by, withdrawn_reason)
  on handover.inspection to towerkeep_app;

create table handover.inspection_unit (
  site_id       uuid not null,
  inspection_id uuid not null,
  unit_id       uuid not null,
  tenant_id     uuid not null,
  primary key (site_id, inspection_id, unit_id),
  foreign key (site_id, inspection_id, tenant_id) references handover.inspection (site_id, id, tenant_id),
  foreign key (site_id, unit_id) references sites.unit
);
create index inspection_by_unit on handover.inspection_unit (site_id, unit_id);
select platform.guard_tenant('handover.inspection_unit');
grant select, insert on handover.inspection_unit to towerkeep_app;

-- What a phone recorded. Both clocks are kept; nothing is ever changed.
create table handover.inspection_fact (
  site_id       uuid        not null,
  id            uuid        not null,                       -- made by the phone
  inspection_id uuid        not null,
  tenant_id     uuid        not null,
  device_id     uuid        not null,
  number        integer     not null check (number >= 0),
  kind          text        not null check (kind in ('itemChecked', 'photoTaken', 'meterRead', 'keysCounted', 'questionAsked', 'questionAnswered', 'lineAgreed', 'lineDisputed', 'finished', 'signed')),
  happened_at   timestamptz not null,                       -- the phone's clock
  received_at   timestamptz not null,                       -- ours
  by_person     uuid references people.person,
  by_name       text        not null,
  data          jsonb       not null,
  primary key (site_id, id),
  foreign key (site_id, inspection_id, tenant_id) references handover.inspection (site_id, id, tenant_id)
);
create index fact_of_inspection on handover.inspection_fact (site_id, inspection_id);
create trigger facts_are_never_changed before update or delete on handover.inspection_fact for each row execute function platform.refuse_change();
select platform.guard_tenant('handover.inspection_fact');
grant select, insert on handover.inspection_fact to towerkeep_app;

-- Which photos an inspection speaks of, whether or not they have arrived.
create table handover.inspection_photo (
  site_id       uuid not null,
  inspection_id uuid not null,
  hash          text not null check (hash ~ '^[0-9a-f]{64}$'),
  tenant_id     uuid not null,
  primary key (site_id, inspection_id, hash),
  foreign key (site_id, inspection_id, tenant_id) references handover.inspection (site_id, id, tenant_id)
);
create index inspection_photo_by_hash on handover.inspection_photo (site_id, hash);
select platform.guard_tenant('handover.inspection_photo');
grant select, insert on handover.inspection_photo to towerkeep_app;

-- A photo that has arrived whole.
create table handover.photo (
  site_id     uuid        not null references sites.site,
  hash        text        not null check (hash ~ '^[0-9a-f]{64}$'),
  file_id     uuid        not null,
  type        text        not null check (type in ('image/jpeg', 'image/png', 'image/webp')),
  size        bigint      not null check (size > 0),
  received_at timestamptz not null,
  primary key (site_id, hash),
  foreign key (site_id, file_id) references platform.file
);
select platform.guard('handover.photo');
grant select, insert on handover.photo to towerkeep_app;

-- The pieces of one that has not.
create table handover.photo_piece (
  site_id     uuid        not null references sites.site,
  hash        text        not null check (hash ~ '^[0-9a-f]{64}$'),
  starts_at   integer     not null check (starts_at >= 0),
  size        integer     not null check (size > 0),        -- of the whole photo
  bytes       bytea       not null,
  received_at timestamptz not null,
  primary key (site_id, hash, starts_at)
);
select platform.guard_staff('handover.photo_piece');
grant select, insert, delete on handover.photo_piece to towerkeep_app;

-- How the readings of a signed inspection went to the meters.
create table handover.passed_reading (
  site_id       uuid        not null,
  inspection_id uuid        not null,
  meter_id      uuid        not null,
  tenant_id     uuid        not null,
  fact_id       uuid        not null,
  reading_id    uuid,
  refused       jsonb       not null default '[]',
  tried_at      timestamptz not null,
  primary key (site_id, inspection_id, meter_id),
  foreign key (site_id, inspection_id, tenant_id) references handover.inspection (site_id, id, tenant_id),
  foreign key (site_id, fact_id) references handover.inspection_fact,
  foreign key (site_id, meter_id) references meters.meter,
  foreign key (site_id, reading_id) references meters.reading,
  constraint taken_or_refused check ((reading_id is null) = (refused <> '[]'::jsonb))
);
select platform.guard_tenant('handover.passed_reading');
grant select, insert, update on handover.passed_reading to towerkeep_app;

-- What a signed inspection found defective or missing: who mends it, by when, whether it was done.
create table handover.defect (
  site_id        uuid        not null,
  id             uuid        not null,
  inspection_id  uuid        not null,
  tenant_id      uuid        not null,
  line_key       text        not null,
  place          jsonb       not null,
  part           jsonb       not null,
  condition      text        not null check (condition in ('defect', 'missing')),
  text           text        not null,
  photos         text[]      not null default '{}',
  responsible    text check (responsible in ('operator', 'owner', 'contractor', 'tenant')),
  mend_by        date,
  state          text        not null default 'open' check (state in ('open', 'mended', 'confirmed')),
  mended_at      timestamptz,
  mended_by      uuid references people.person,
  mended_by_name text,
  mended_note    text        not null default '',
  judged_at      timestamptz,
  judged_by_name text,
  judged_note    text        not null default '',
  primary key (site_id, id),
  foreign key (site_id, inspection_id, tenant_id) references handover.inspection (site_id, id, tenant_id),
  constraint defect_once_per_item unique (site_id, inspection_id, line_key),
  constraint mended_has_its_time check ((state = 'open') or (mended_at is not null)),
  constraint confirmed_has_its_time check (state <> 'confirmed' or judged_at is not null)
);
create index defect_to_mend on handover.defect (site_id, state, mend_by, id);
select platform.guard_tenant('handover.defect');
grant select, insert on handover.defect to towerkeep_app;
grant update (state, mended_at, mended_by, mended_by_name, mended_note, judged_at, judged_by_name, judged_note) on handover.defect to towerkeep_app;
