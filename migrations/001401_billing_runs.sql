-- A run goes on where it was killed, and looks only at what fell due since a lease was last billed whole.

alter table billing.run add column worked_at timestamptz;

-- Until which day all that a lease owes is billed, by which version of its terms; a newer version, or a credit, makes it be looked at whole.
create table billing.lease_progress (
  site_id  uuid    not null,
  lease_id uuid    not null,
  through  date    not null,
  versions integer not null,
  primary key (site_id, lease_id),
  foreign key (site_id, lease_id) references leasing.lease on delete cascade
) with (fillfactor = 80);
select platform.guard_staff('billing.lease_progress');
grant select, insert, update, delete on billing.lease_progress to towerkeep_app;
