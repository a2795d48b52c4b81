-- Lines beyond doubt that were confirmed all at once: what was booked, and that it was taken back whole.
create table payments.confirmation (
  site_id     uuid        not null references sites.site,
  id          uuid        not null,
  lines       integer     not null check (lines > 0),
  amount      bigint      not null check (amount > 0),
  by_person   uuid        references people.person,
  by_name     text        not null,
  made_at     timestamptz not null,
  undone_at   timestamptz,
  undone_by   text,
  primary key (site_id, id),
  constraint undone_whole check ((undone_at is null) = (undone_by is null))
);
create index confirmation_newest on payments.confirmation (site_id, made_at desc, id desc);
select platform.guard_staff('payments.confirmation');
grant select, insert on payments.confirmation to towerkeep_app;
grant update (undone_at, undone_by) on payments.confirmation to towerkeep_app;

create table payments.confirmed_payment (
  site_id         uuid not null,
  confirmation_id uuid not null,
  payment_id      uuid not null,
  primary key (site_id, confirmation_id, payment_id),
  foreign key (site_id, confirmation_id) references payments.confirmation deferrable initially deferred,
  foreign key (site_id, payment_id) references payments.payment,
  constraint a_payment_is_confirmed_once unique (site_id, payment_id)
);
select platform.guard_staff('payments.confirmed_payment');
grant select, insert on payments.confirmed_payment to towerkeep_app;
