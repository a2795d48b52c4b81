-- Rent rolls as they were uploaded, what was wrong with them, and what each import changed.

create schema rentroll;
grant usage on schema rentroll to towerkeep_app;

-- An import into one site, or, without a site, of the company: then the file itself tells the sites, and administrators alone see it.
create table rentroll.import (
  site_id         uuid references sites.site,
  id              uuid primary key,
  file_name       text not null check (file_name <> ''),
  file_hash       text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  sheets          text[] not null,
  status          text not null default 'draft' check (status in ('draft', 'previewing', 'previewed', 'running', 'done', 'failed', 'undoing', 'undone')),
  mapping         jsonb,
  titles          jsonb,                                  -- the header row that the mapping was made for
  fingerprint     text,
  choice          text check (choice in ('allOrNothing', 'goodRows')),
  is_dry_run      boolean not null default false,
  counts          jsonb,
  problems        jsonb,                                  -- why it failed, or was not undone
  progress_done   integer not null default 0,
  progress_all    integer not null default 0,
  created_by      uuid not null references people.person,
  created_by_name text not null,
  created_at      timestamptz not null,
  finished_at     timestamptz
);
create index import_newest on rentroll.import (site_id, created_at desc, id desc);
create index import_by_fingerprint on rentroll.import (site_id, fingerprint, created_at desc);
alter table rentroll.import enable row level security;
alter table rentroll.import force row level security;
create policy at_announced_sites on rentroll.import to towerkeep_app using (
  site_id = any ((select platform.site_ids())::uuid[])
  or (site_id is null and (
    created_by = (select platform.person_id())
    or exists (select 1 from people.person where id = (select platform.person_id()) and is_administrator))));
create policy not_for_tenants on rentroll.import as restrictive to towerkeep_app using ((select platform.tenant_id()) is null);
grant select, insert, update on rentroll.import to towerkeep_app;

create table rentroll.source (
  site_id   uuid references sites.site,
  import_id uuid primary key references rentroll.import,
  bytes     bytea not null
);
alter table rentroll.source enable row level security;
alter table rentroll.source force row level security;
create policy of_visible_imports on rentroll.source to towerkeep_app using (exists (select 1 from rentroll.import where id = import_id));
grant select, insert on rentroll.source to towerkeep_app;

-- A row that was kept out, as it stood in the file.
create table rentroll.refused_row (
  site_id   uuid references sites.site,
  import_id uuid not null references rentroll.import,
  row_no    integer not null,
  reasons   jsonb not null,
  cells     jsonb not null,
  primary key (import_id, row_no)
);
alter table rentroll.refused_row enable row level security;
alter table rentroll.refused_row force row level security;
create policy of_visible_imports on rentroll.refused_row to towerkeep_app using (exists (select 1 from rentroll.import where id = import_id));
grant select, insert, delete on rentroll.refused_row to towerkeep_app;

-- What an import wrote: `was` is null for a new row, else its columns as they were; `version` is what the row became.
create table rentroll.change (
  site_id   uuid not null references sites.site,
  import_id uuid not null references rentroll.import,
  kind      text not null check (kind in ('site', 'building', 'floor', 'unit', 'tenant', 'contact', 'lease')),
  row_id    uuid not null,
  version   integer not null,
  was       jsonb,
  primary key (site_id, import_id, kind, row_id)
);
select platform.guard_staff('rentroll.change');
create index change_by_row on rentroll.change (site_id, row_id);
grant select, insert, update on rentroll.change to towerkeep_app;
