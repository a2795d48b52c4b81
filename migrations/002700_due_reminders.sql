-- Reminders mailed before an amount falls due: once for each bill, due day and step of the ladder.
create table arrears.reminder (
  site_id     uuid        not null references sites.site,
  bill_id     uuid        not null,
  due_on      date        not null,
  ladder_step text        not null,
  tenant_id   uuid        not null,
  addresses   text[]      not null check (cardinality(addresses) > 0),
  sent_at     timestamptz not null,
  primary key (site_id, bill_id, due_on, ladder_step),
  foreign key (site_id, bill_id) references billing.bill,
  foreign key (site_id, tenant_id) references tenants.tenant
);
select platform.guard_staff('arrears.reminder');
grant select, insert on arrears.reminder to towerkeep_app;
