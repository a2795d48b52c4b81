-- Bills: what is owed, to whom, why, and how much of it is settled. Amounts are 分. An issued bill stays as it is: it is credited and billed again.

create schema billing;
grant usage on schema billing to towerkeep_app;

-- A fee item as the site has it, where that differs from the house's own (leasing's fee items and billing's tax categories).
create table billing.fee_item (
  site_id      uuid    not null references sites.site,
  code         text    not null,
  name_zh      text    not null check (name_zh <> ''),
  name_en      text    not null check (name_en <> ''),
  payee        text    not null check (payee in ('owner', 'property')),
  tax_category text    not null,
  goods_code   text    not null default '',               -- 税收分类编码, for e-invoices
  version      integer not null default 1,
  primary key (site_id, code)
);
select platform.guard('billing.fee_item');
grant select, insert, update on billing.fee_item to towerkeep_app;

-- A rate of the site's own from a day on; the house's rates hold where there is none.
create table billing.tax_rate (
  site_id  uuid    not null references sites.site,
  id       uuid    not null,
  category text    not null,
  taxpayer text    not null check (taxpayer in ('general', 'smallScale')),
  rate     numeric not null check (rate >= 0 and rate < 1), -- 0.09 is 9 %
  from_day date    not null,
  primary key (site_id, id),
  constraint one_rate_from_a_day unique (site_id, category, taxpayer, from_day)
);
select platform.guard('billing.tax_rate');
grant select, insert, delete on billing.tax_rate to towerkeep_app;

-- Numbers without gaps, by series and year: the row is locked by who takes one until they commit.
create table billing.number_series (
  site_id uuid    not null references sites.site,
  series  text    not null check (series ~ '^[a-zA-Z]+$'),
  year    integer not null,
  last    integer not null check (last >= 0),
  primary key (site_id, series, year)
);
select platform.guard_staff('billing.number_series');
grant select, insert, update on billing.number_series to towerkeep_app;

-- A month that is closed for one of the site's legal entities: no bill is issued, credited or settled in it any more.
create table billing.period (
  site_id        uuid        not null references sites.site,
  entity_id      uuid        not null,
  month          date        not null check (extract(day from month) = 1),
  closed_at      timestamptz not null,
  closed_by      uuid references people.person,
  closed_by_name text        not null,
  primary key (site_id, entity_id, month),
  foreign key (site_id, entity_id) references sites.legal_entity
);
select platform.guard_staff('billing.period');
grant select, insert, delete on billing.period to towerkeep_app;

-- An amount that waits for a bill: what a meter, a service or a damage made.
create table billing.charge (
  site_id     uuid        not null references sites.site,
  id          uuid        not null,
  tenant_id   uuid        not null,
  lease_id    uuid,
  fee_item    text        not null,
  unit_ids    uuid[]      not null,
  from_day    date        not null,
  to_day      date        not null check (to_day >= from_day),
  due_on      date        not null,
  amount      bigint      not null check (amount > 0),
  tax_mode    text        not null check (tax_mode in ('inclusive', 'exclusive')),
  working     jsonb       not null,
  remark      text        not null default '',
  source_kind text        not null,                       -- what made it, such as meters.reading, or hand
  source_id   text        not null,
  status      text        not null default 'waiting' check (status in ('waiting', 'billed', 'cancelled')),
  created_at  timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease
);
create unique index charge_once_per_source on billing.charge (site_id, source_kind, source_id) where status <> 'cancelled';
create index charge_waiting on billing.charge (site_id, lease_id, tenant_id, due_on) where status = 'waiting';
create index charge_by_tenant on billing.charge (site_id, tenant_id, due_on desc, id desc);
select platform.guard_tenant('billing.charge');
grant select, insert on billing.charge to towerkeep_app;
grant update (status) on billing.charge to towerkeep_app;

-- A monthly run over one site; runs started together share `group_id`. It goes on from `after_lease` when it was killed.
create table billing.run (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  group_id        uuid        not null,
  month           date        not null check (extract(day from month) = 1),
  is_dry_run      boolean     not null,
  sends_mail      boolean     not null default false,
  status          text        not null check (status in ('queued', 'running', 'done', 'failed')),
  phase           text        not null default 'leases' check (phase in ('leases', 'tenants', 'over')),
  after_id        uuid,
  leases_done     integer     not null default 0,
  leases_all      integer     not null default 0,
  bills           integer     not null default 0,
  lines           integer     not null default 0,
  credits         integer     not null default 0,
  total           bigint      not null default 0,
  credited        bigint      not null default 0,
  last_month      bigint      not null default 0,
  errors          integer     not null default 0,
  skipped         integer     not null default 0,          -- leases without terms
  failure         jsonb,
  created_by      uuid references people.person,
  created_by_name text        not null,
  created_at      timestamptz not null,
  finished_at     timestamptz,
  primary key (site_id, id)
);
create unique index one_run_under_way on billing.run (site_id) where not is_dry_run and status in ('queued', 'running');
create index run_newest on billing.run (site_id, created_at desc, id desc);
select platform.guard_staff('billing.run');
grant select, insert, update on billing.run to towerkeep_app;

-- What a run says about a lease: why it has no bill, or how it differs from last month.
create table billing.run_note (
  site_id   uuid   not null,
  run_id    uuid   not null,
  id        uuid   not null,
  kind      text   not null check (kind in ('error', 'skipped', 'new', 'gone', 'changed', 'corrected')),
  lease_id  uuid,
  tenant_id uuid,
  label     text   not null,
  fee_item  text,
  was       bigint,
  will      bigint,
  reasons   jsonb  not null,
  primary key (site_id, run_id, id),
  foreign key (site_id, run_id) references billing.run
);
select platform.guard_staff('billing.run_note');
grant select, insert on billing.run_note to towerkeep_app;

create table billing.bill (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  bill_no         text        not null check (bill_no <> ''),
  kind            text        not null check (kind in ('bill', 'credit')),
  tenant_id       uuid        not null,
  lease_id        uuid,
  month           date        not null check (extract(day from month) = 1),
  issued_on       date        not null,
  due_on          date        not null,
  credits_bill_id uuid,
  reason          text        not null default '',        -- of a credit
  run_id          uuid,
  total           bigint      not null,
  settled         bigint      not null default 0,
  credited        bigint      not null default 0,
  document_id     uuid,
  issued_by_name  text        not null,
  created_at      timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, credits_bill_id) references billing.bill,
  foreign key (site_id, run_id) references billing.run,
  constraint bill_number_once unique (site_id, bill_no),
  constraint a_credit_names_its_bill check ((kind = 'credit') = (credits_bill_id is not null)),
  constraint a_credit_is_negative check (case kind when 'bill' then total > 0 else total < 0 and settled = 0 and credited = 0 end),
  constraint not_settled_beyond_the_total check (kind = 'credit' or (settled >= 0 and credited >= 0 and settled + credited <= total))
);
create index bill_newest on billing.bill (site_id, issued_on desc, id desc);
create index bill_of_tenant on billing.bill (site_id, tenant_id, issued_on desc, id desc);
create index bill_of_lease on billing.bill (site_id, lease_id, month);
create index bill_of_month on billing.bill (site_id, month, id);
create index bill_open on billing.bill (site_id, due_on, id) where kind = 'bill' and settled + credited < total;
create index bill_of_run on billing.bill (site_id, run_id, id) where run_id is not null;
create index credits_of_bill on billing.bill (site_id, credits_bill_id) where credits_bill_id is not null;
select platform.guard_tenant('billing.bill');
grant select, insert on billing.bill to towerkeep_app;
grant update (settled, credited, document_id) on billing.bill to towerkeep_app;

create table billing.bill_line (
  site_id         uuid    not null,
  id              uuid    not null,
  bill_id         uuid    not null,
  tenant_id       uuid    not null,
  lease_id        uuid,
  position        integer not null check (position >= 1),
  fee_item        text    not null,
  entity_id       uuid    not null,
  unit_ids        uuid[]  not null,
  from_day        date    not null,
  to_day          date    not null check (to_day >= from_day),
  due_on          date    not null,
  amount          bigint  not null check (amount <> 0),   -- with tax; negative only on a credit
  net             bigint  not null,
  tax             bigint  not null,
  tax_rate        numeric not null check (tax_rate >= 0 and tax_rate < 1),
  tax_category    text    not null,
  tax_mode        text    not null check (tax_mode in ('inclusive', 'exclusive')),
  working         jsonb   not null,
  source_kind     text    not null check (source_kind in ('schedule', 'charge', 'credit')),
  source_id       text    not null,
  credits_line_id uuid,
  is_live         boolean not null default true,          -- false once credited to be billed again: its source is free
  settled         bigint  not null default 0,
  credited        bigint  not null default 0,
  primary key (site_id, id),
  foreign key (site_id, bill_id) references billing.bill,
  foreign key (site_id, entity_id) references sites.legal_entity,
  foreign key (site_id, credits_line_id) references billing.bill_line,
  constraint one_line_at_a_position unique (site_id, bill_id, position),
  constraint net_and_tax_make_the_amount check (amount = net + tax),
  constraint a_credit_line_names_its_line check ((source_kind = 'credit') = (credits_line_id is not null) and (source_kind = 'credit') = (amount < 0)),
  constraint settled_within_the_amount check (
    case source_kind when 'credit' then settled = 0 and credited = 0 else settled >= 0 and credited >= 0 and settled + credited <= amount end),
  constraint free_only_when_credited_whole check (is_live or credited = amount)
);
create unique index source_billed_once on billing.bill_line (site_id, source_id, source_kind) where is_live and source_kind <> 'credit';
create index line_open on billing.bill_line (site_id, tenant_id, due_on, id) where source_kind <> 'credit' and settled + credited < amount;
create index line_of_lease on billing.bill_line (site_id, lease_id, from_day) where is_live and source_kind = 'schedule';
create index credits_of_line on billing.bill_line (site_id, credits_line_id) where credits_line_id is not null;
select platform.guard_tenant('billing.bill_line');
grant select, insert on billing.bill_line to towerkeep_app;
grant update (settled, credited, is_live) on billing.bill_line to towerkeep_app;

-- What was issued stays; only what is settled or credited moves on.
create function billing.refuse_change_of_issued() returns trigger
  language plpgsql
  as $$
declare
  free constant text[] := array['settled', 'credited', 'is_live', 'document_id'];
begin
  if (to_jsonb(old) - free) is distinct from (to_jsonb(new) - free) or new.credited < old.credited then
    raise exception 'an issued bill is never changed: credit it and bill again' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger bill_stays before update on billing.bill for each row execute function billing.refuse_change_of_issued();
create trigger line_stays before update on billing.bill_line for each row execute function billing.refuse_change_of_issued();
create trigger bills_never_removed before delete or truncate on billing.bill for each statement execute function platform.refuse_change();
create trigger lines_never_removed before delete or truncate on billing.bill_line for each statement execute function platform.refuse_change();
alter table billing.bill enable always trigger bill_stays, enable always trigger bills_never_removed;
alter table billing.bill_line enable always trigger line_stays, enable always trigger lines_never_removed;

-- At the end of every transaction a bill is what its lines are.
create function billing.check_bill(of_site uuid, of_bill uuid) returns void
  language plpgsql
  as $$
begin
  if not exists (
    select from billing.bill
    cross join lateral (
      select sum(amount) as total, sum(settled) as settled, sum(credited) as credited
      from billing.bill_line line where line.site_id = bill.site_id and line.bill_id = bill.id) lines
    where bill.site_id = of_site and bill.id = of_bill
      and lines.total = bill.total and lines.settled = bill.settled and lines.credited = bill.credited) then
    raise exception 'bill % is not the sum of its lines', of_bill using errcode = 'check_violation', constraint = 'bill_adds_up';
  end if;
end $$;
create function billing.check_bill_of_row() returns trigger
  language plpgsql
  as $$
begin
  perform billing.check_bill(new.site_id, case tg_table_name when 'bill' then new.id else (to_jsonb(new) ->> 'bill_id')::uuid end);
  return null;
end $$;
create constraint trigger bill_adds_up after insert or update on billing.bill
  deferrable initially deferred for each row execute function billing.check_bill_of_row();
create constraint trigger bill_adds_up after update on billing.bill_line
  deferrable initially deferred for each row execute function billing.check_bill_of_row();

-- Lines come in one statement for each of their bills, complete, and into no closed month.
create function billing.check_new_lines() returns trigger
  language plpgsql
  as $$
begin
  if exists (
    select from (select distinct site_id, bill_id from fresh) touched
    join billing.bill on bill.site_id = touched.site_id and bill.id = touched.bill_id
    where bill.total <> (select sum(amount) from billing.bill_line line where line.site_id = bill.site_id and line.bill_id = bill.id)) then
    raise exception 'lines do not add up to their bill' using errcode = 'check_violation', constraint = 'bill_adds_up';
  end if;
  if exists (
    select from billing.period closed
    join fresh on fresh.site_id = closed.site_id and fresh.entity_id = closed.entity_id
    join billing.bill on bill.site_id = fresh.site_id and bill.id = fresh.bill_id
    where closed.month = date_trunc('month', bill.issued_on)) then
    raise exception 'the month is closed' using errcode = 'check_violation', constraint = 'no_line_in_a_closed_month';
  end if;
  return null;
end $$;
create trigger lines_are_complete after insert on billing.bill_line
  referencing new table as fresh for each statement execute function billing.check_new_lines();

-- Money that the tenant is let off, asked for by one and decided by another.
create table billing.waiver (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  bill_id         uuid        not null,
  tenant_id       uuid        not null,
  kind            text        not null check (kind in ('waiver', 'abatement')),
  lines           jsonb       not null,                   -- what is taken off each line, with its arithmetic
  amount          bigint      not null check (amount > 0),
  reason          text        not null check (reason <> ''),
  status          text        not null default 'asked' check (status in ('asked', 'approved', 'refused')),
  asked_by        uuid        not null references people.person,
  asked_by_name   text        not null,
  asked_at        timestamptz not null,
  decided_by      uuid references people.person,
  decided_by_name text,
  decided_at      timestamptz,
  decision        text        not null default '',
  credit_bill_id  uuid,
  primary key (site_id, id),
  foreign key (site_id, bill_id) references billing.bill,
  foreign key (site_id, credit_bill_id) references billing.bill,
  constraint decided_by_another check (decided_by <> asked_by),
  constraint decided_whole check ((status = 'asked') = (decided_at is null) and (status = 'asked') = (decided_by is null)),
  constraint approved_has_its_credit check ((status = 'approved') = (credit_bill_id is not null))
);
create index waiver_asked on billing.waiver (site_id, asked_at desc, id desc);
create index waiver_of_bill on billing.waiver (site_id, bill_id);
select platform.guard_staff('billing.waiver');
grant select, insert on billing.waiver to towerkeep_app;
grant update (status, decided_by, decided_by_name, decided_at, decision, credit_bill_id) on billing.waiver to towerkeep_app;

-- To whom a bill was mailed.
create table billing.mailed (
  site_id    uuid        not null references sites.site,
  id         uuid        not null,
  bill_id    uuid        not null,
  contact_id uuid        not null,
  name       text        not null,
  address    text        not null,
  mailed_at  timestamptz not null,
  by_name    text        not null,
  primary key (site_id, id),
  foreign key (site_id, bill_id) references billing.bill
);
create index mailed_of_bill on billing.mailed (site_id, bill_id, mailed_at);
select platform.guard_staff('billing.mailed');
grant select, insert on billing.mailed to towerkeep_app;

create table billing.setting (
  site_id   uuid    not null references sites.site,
  starts_on date,                                         -- what fell due before is settled elsewhere: runs leave it out
  version   integer not null default 1,
  primary key (site_id)
);
select platform.guard_staff('billing.setting');
grant select, insert, update on billing.setting to towerkeep_app;
