-- Use that was charged when its tenant left, ahead of the month's settlement: the month counts it, but does not charge it again. Manual 2.1.3-3, 2.1.3-4.

create table meters.final_charge (
  site_id    uuid        not null references sites.site,
  reading_id uuid        not null,
  lease_id   uuid        not null,
  charge_id  uuid        not null,
  amount     bigint      not null check (amount >= 0),
  charged_at timestamptz not null,
  primary key (site_id, reading_id, lease_id),
  foreign key (site_id, reading_id) references meters.reading,
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, charge_id) references billing.charge
);
select platform.guard_staff('meters.final_charge');
grant select, insert on meters.final_charge to towerkeep_app;
create trigger final_charges_stay before update or delete on meters.final_charge for each row execute function platform.refuse_change();
