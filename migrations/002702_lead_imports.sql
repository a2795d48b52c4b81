-- Leads from a spreadsheet: what was read, what became of each row, and whether it was taken back.
create table tenants.lead_import (
  site_id    uuid        not null references sites.site,
  id         uuid        not null,
  file_name  text        not null check (file_name <> ''),
  file_hash  text        not null check (file_hash ~ '^[0-9a-f]{64}$'),
  titles     jsonb       not null,                        -- which column was taken for what
  rows       jsonb       not null,                        -- the good ones, as they will be taken in
  refused    jsonb       not null,                        -- the others, each with row, column and reasons
  state      text        not null default 'previewed' check (state in ('previewed', 'done', 'undone')),
  made_by    uuid        not null references people.person,
  made_by_name text      not null,
  made_at    timestamptz not null,
  done_at    timestamptz,
  undone_at  timestamptz,
  primary key (site_id, id),
  constraint done_before_undone check ((state = 'previewed') = (done_at is null) and (state = 'undone') = (undone_at is not null))
);
create index lead_import_newest on tenants.lead_import (site_id, made_at desc, id desc);
select platform.guard_staff('tenants.lead_import');
grant select, insert on tenants.lead_import to towerkeep_app;
grant update (state, done_at, undone_at) on tenants.lead_import to towerkeep_app;

create table tenants.lead_import_lead (
  site_id   uuid    not null,
  import_id uuid    not null,
  lead_id   uuid    not null,
  version   integer not null,                             -- as the import left it
  primary key (site_id, import_id, lead_id),
  foreign key (site_id, import_id) references tenants.lead_import,
  foreign key (site_id, lead_id) references tenants.lead
);
select platform.guard_staff('tenants.lead_import_lead');
grant select, insert on tenants.lead_import_lead to towerkeep_app;
