-- A lease: tenant, unit, term.

create schema leasing;
grant usage on schema leasing to towerkeep_app;

create table leasing.lease (
  site_id     uuid not null references sites.site,
  id          uuid not null,
  lease_no    text not null check (lease_no <> ''),
  tenant_id   uuid not null,
  unit_id     uuid not null,
  status      text not null check (status in ('draft', 'signed', 'active', 'ended', 'cancelled')),
  lease_start date not null,
  lease_end   date not null,
  version     integer not null default 1,
  created_at  timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, unit_id) references sites.unit,
  constraint lease_no_once_per_unit unique (site_id, lease_no, unit_id),
  constraint lease_ends_after_it_starts check (lease_end >= lease_start),
  constraint one_tenant_at_a_time
    exclude using gist (site_id with =, unit_id with =, daterange(lease_start, lease_end, '[]') with &&)
    where (status in ('signed', 'active'))
);
create index lease_by_tenant on leasing.lease (site_id, tenant_id);
create index lease_by_unit on leasing.lease (site_id, unit_id, lease_start desc);
create index lease_no_search on leasing.lease using gin (lease_no gin_trgm_ops);
select platform.guard_tenant('leasing.lease');
grant select, insert, update, delete on leasing.lease to towerkeep_app;
