-- Site, building, floor, unit: the places everything else happens at.

create schema sites;
grant usage on schema sites to towerkeep_app;

-- The operator company; there is one.
create table sites.company (
  id         uuid primary key,
  name       text not null check (name <> ''),
  only_one   boolean not null default true unique check (only_one),
  created_at timestamptz not null
);
grant select, insert, update on sites.company to towerkeep_app;

create table sites.site (
  id         uuid primary key,
  code       text not null unique check (code <> ''),
  name       text not null check (name <> ''),
  zone       text not null,
  address    text not null default '',
  state      text not null default 'active' check (state in ('active', 'closed')),
  version    integer not null default 1,
  created_at timestamptz not null
);
-- Not forced on its owner: start-up, verification and back-up list the sites before they announce them.
alter table sites.site enable row level security;
create policy announced_sites on sites.site for select to towerkeep_app using (id = any ((select platform.site_ids())::uuid[]));
create policy new_sites on sites.site for insert to towerkeep_app with check (id = any ((select platform.site_ids())::uuid[]));
create policy changed_sites on sites.site for update to towerkeep_app using (id = any ((select platform.site_ids())::uuid[]));
grant select, insert, update on sites.site to towerkeep_app;

create table sites.building (
  site_id uuid not null references sites.site,
  id      uuid not null,
  code    text not null check (code <> ''),
  name    text not null check (name <> ''),
  position integer not null default 0,
  version integer not null default 1,
  primary key (site_id, id),
  constraint building_code_once_per_site unique (site_id, code)
);
select platform.guard('sites.building');
grant select, insert, update, delete on sites.building to towerkeep_app;

create table sites.floor (
  site_id     uuid not null,
  id          uuid not null,
  building_id uuid not null,
  name        text not null check (name <> ''),
  level       integer not null,                          -- 1 is the ground floor; basements count down from -1
  version     integer not null default 1,
  primary key (site_id, id),
  foreign key (site_id, building_id) references sites.building,
  constraint floor_name_once_per_building unique (site_id, building_id, name)
);
create index floor_by_level on sites.floor (site_id, building_id, level desc);
select platform.guard('sites.floor');
grant select, insert, update, delete on sites.floor to towerkeep_app;

create table sites.unit (
  site_id         uuid not null,
  id              uuid not null,
  building_id     uuid not null,
  floor_id        uuid not null,
  unit_no         text not null check (unit_no <> ''),
  gross_centi     bigint check (gross_centi > 0),        -- 建筑面积, hundredths of a square metre
  net_centi       bigint check (net_centi > 0),          -- 套内面积
  chargeable_centi bigint check (chargeable_centi > 0),  -- 计租面积
  use             text not null default 'office' check (use in ('office', 'retail', 'storage', 'parking', 'plant', 'public', 'other')),
  state           text not null default 'lettable' check (state in ('lettable', 'ownUse', 'works', 'withdrawn')),
  version         integer not null default 1,
  primary key (site_id, id),
  foreign key (site_id, building_id) references sites.building,
  foreign key (site_id, floor_id) references sites.floor,
  constraint unit_no_once_per_building unique (site_id, building_id, unit_no),
  constraint net_within_gross check (net_centi <= gross_centi)
);
create index unit_by_floor on sites.unit (site_id, floor_id, unit_no);
create index unit_by_no on sites.unit using gin (unit_no gin_trgm_ops);
select platform.guard('sites.unit');
grant select, insert, update, delete on sites.unit to towerkeep_app;
