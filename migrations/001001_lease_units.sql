-- A lease holds one unit or several; each for days of its own, so that an expansion or a contraction moves one of them only.
-- What forbids two tenants in one unit moves there with it. A lease recorded by hand or by import is a signed one.

create table leasing.lease_unit (
  site_id    uuid not null,
  lease_id   uuid not null,
  unit_id    uuid not null,
  tenant_id  uuid not null,
  from_day   date not null,
  to_day     date not null check (to_day >= from_day),
  area_centi bigint check (area_centi > 0),               -- agreed area 合同约定面积, hundredths of a square metre
  is_live    boolean not null,                            -- whether the lease is signed
  primary key (site_id, lease_id, unit_id, from_day),
  foreign key (site_id, lease_id) references leasing.lease on delete cascade,
  foreign key (site_id, unit_id) references sites.unit
);

insert into leasing.lease_unit (site_id, lease_id, unit_id, tenant_id, from_day, to_day, is_live)
select site_id, id, unit_id, tenant_id, lease_start, lease_end, status in ('signed', 'active') from leasing.lease;

alter table leasing.lease
  drop constraint one_tenant_at_a_time,
  drop constraint lease_no_once_per_unit,
  drop column unit_id,
  drop constraint lease_status_check,
  add column rent_start date,
  add column handover_on date,
  add column move_in_on date;
update leasing.lease set status = 'signed' where status = 'active';
alter table leasing.lease
  add constraint lease_status_check check (status in ('draft', 'submitted', 'approved', 'signed', 'ended', 'cancelled'));
create index lease_by_no on leasing.lease (site_id, lease_no);

alter table leasing.lease_unit
  add constraint one_tenant_at_a_time
    exclude using gist (unit_id with =, daterange(from_day, to_day, '[]') with &&, site_id with =) where (is_live);
create index lease_unit_by_unit on leasing.lease_unit (site_id, unit_id, from_day desc);

select platform.guard_tenant('leasing.lease_unit');
grant select, insert, update, delete on leasing.lease_unit to towerkeep_app;
