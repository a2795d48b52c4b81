-- 租户 is always the company that leases; its people are tenant contacts.

create schema tenants;
grant usage on schema tenants to towerkeep_app;

create table tenants.tenant (
  site_id       uuid not null references sites.site,
  id            uuid not null,
  name          text not null check (name <> ''),
  short_name    text not null default '',
  credit_code   text,                                     -- 统一社会信用代码
  industry      text not null default '',
  search_key    text not null default '',                 -- name, short name and pinyin initials, lower case
  state         text not null default 'active' check (state in ('active', 'left')),
  version       integer not null default 1,
  created_at    timestamptz not null,
  primary key (site_id, id),
  constraint tenant_name_once_per_site unique (site_id, name)
);
create index tenant_search on tenants.tenant using gin (search_key gin_trgm_ops);
select platform.guard('tenants.tenant');
create policy of_own_company on tenants.tenant as restrictive to towerkeep_app
  using ((select platform.tenant_id()) is null or id = (select platform.tenant_id()));
grant select, insert, update, delete on tenants.tenant to towerkeep_app;

create table tenants.contact (
  site_id     uuid not null,
  id          uuid not null,
  tenant_id   uuid not null,
  name        text not null check (name <> ''),
  post        text not null default '',
  phone       text not null default '',
  email       text not null default '',
  authorities text[] not null default '{repair}',
  state       text not null default 'active' check (state in ('active', 'left')),
  search_key  text not null default '',
  version     integer not null default 1,
  created_at  timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant
);
create index contact_by_tenant on tenants.contact (site_id, tenant_id);
create index contact_search on tenants.contact using gin (search_key gin_trgm_ops);
select platform.guard_tenant('tenants.contact');
grant select, insert, update, delete on tenants.contact to towerkeep_app;

alter table people.role_grant
  add foreign key (site_id, tenant_id) references tenants.tenant,
  add foreign key (site_id, contact_id) references tenants.contact;
