-- Arrears: what a debtor is asked for, step by step, what they promised, and the damages for delay. Amounts are 分.

create schema arrears;
grant usage on schema arrears to towerkeep_app;

create table arrears.setting (
  site_id           uuid    not null references sites.site,
  ladder            jsonb,                                -- null: the house's own
  late_fee          jsonb,                                -- where a lease agrees none; null: none
  charges_monthly   boolean not null default false,       -- damages are put up for billing on the first of each month
  version           integer not null default 1,
  primary key (site_id)
);
select platform.guard_staff('arrears.setting');
grant select, insert, update on arrears.setting to towerkeep_app;

-- From the first overdue day of a tenant until nothing is overdue any more.
create table arrears.collection (
  site_id   uuid        not null references sites.site,
  id        uuid        not null,
  tenant_id uuid        not null,
  since     date        not null,                         -- due day of the oldest amount when it was opened
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant
);
create unique index one_open_collection_of_a_tenant on arrears.collection (site_id, tenant_id) where closed_at is null;
create index collection_of_tenant on arrears.collection (site_id, tenant_id, opened_at desc);
select platform.guard_staff('arrears.collection');
grant select, insert on arrears.collection to towerkeep_app;
grant update (closed_at) on arrears.collection to towerkeep_app;

-- An occasion of a step of the ladder. What may be done is a closed list: nothing in it takes away a supply (Civil Code art. 944).
create table arrears.step (
  site_id        uuid        not null references sites.site,
  id             uuid        not null,
  collection_id  uuid        not null,
  tenant_id      uuid        not null,
  ladder_step    text        not null,
  round          text        not null,
  stage          text        not null,
  act            text        not null,
  how_zh         text        not null,
  how_en         text        not null,
  within_days    integer     not null check (within_days >= 0),
  owner_role     text        not null,
  opened_at      timestamptz not null,
  due_at         timestamptz not null,
  state          text        not null default 'open' check (state in ('open', 'done', 'lapsed')),
  done_at        timestamptz,
  note           text        not null default '',
  spoke_with     text        not null default '',
  document_id    uuid,
  by_person      uuid references people.person,
  by_name        text        not null default '',
  primary key (site_id, id),
  foreign key (site_id, collection_id) references arrears.collection,
  foreign key (site_id, document_id) references documents.document,
  constraint step_once_per_round unique (site_id, collection_id, ladder_step, round),
  constraint never_a_cut_of_supply check (act in ('reminder', 'call', 'note', 'demandNote', 'formalNotice', 'visit', 'plan', 'followUp', 'lawyerLetter', 'review', 'suit')),
  constraint done_is_said check (state <> 'done' or (done_at is not null and note <> ''))
);
create index step_open on arrears.step (site_id, due_at, id) where state = 'open';
create index step_of_tenant on arrears.step (site_id, tenant_id, opened_at desc, id desc);
select platform.guard_staff('arrears.step');
grant select, insert on arrears.step to towerkeep_app;
grant update (state, done_at, note, spoke_with, document_id, by_person, by_name) on arrears.step to towerkeep_app;

-- What a tenant promised to pay; the parts of a plan share plan_id.
create table arrears.promise (
  site_id      uuid        not null references sites.site,
  id           uuid        not null,
  plan_id      uuid        not null,
  position     integer     not null check (position >= 1),
  tenant_id    uuid        not null,
  amount       bigint      not null check (amount > 0),
  promised_on  date        not null,
  promised_by  text        not null,
  note         text        not null default '',
  made_on      date        not null,
  made_at      timestamptz not null,
  by_name      text        not null,
  state        text        not null default 'open' check (state in ('open', 'kept', 'broken', 'withdrawn')),
  paid         bigint      not null default 0 check (paid >= 0 and paid <= amount),
  ended_at     timestamptz,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  constraint one_part_at_a_position unique (site_id, plan_id, position),
  constraint kept_is_paid check (state <> 'kept' or paid = amount),
  constraint ended_has_its_time check ((state = 'open') = (ended_at is null))
);
create index promise_open on arrears.promise (site_id, promised_on, id) where state = 'open';
create index promise_of_tenant on arrears.promise (site_id, tenant_id, made_at desc, id desc);
select platform.guard_staff('arrears.promise');
grant select, insert on arrears.promise to towerkeep_app;
grant update (state, paid, ended_at) on arrears.promise to towerkeep_app;

-- Damages for delay put up for billing: what was reckoned up to a day for a line, less what was charged or waived before.
create table arrears.late_fee (
  site_id     uuid        not null references sites.site,
  id          uuid        not null,                       -- the charge
  line_id     uuid        not null,
  tenant_id   uuid        not null,
  until_day   date        not null,
  accrued     bigint      not null check (accrued > 0),   -- up to until_day, all told
  amount      bigint      not null check (amount > 0 and amount <= accrued),
  made_at     timestamptz not null,
  by_name     text        not null,
  primary key (site_id, id),
  foreign key (site_id, line_id) references billing.bill_line,
  foreign key (site_id, id) references billing.charge,
  constraint late_fee_once_a_day unique (site_id, line_id, until_day)
);
create index late_fee_of_tenant on arrears.late_fee (site_id, tenant_id, made_at desc);
select platform.guard_staff('arrears.late_fee');
grant select, insert on arrears.late_fee to towerkeep_app;

-- Damages the tenant is let off before they are charged, asked for by one and decided by another.
create table arrears.late_fee_waiver (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  line_id         uuid        not null,
  tenant_id       uuid        not null,
  amount          bigint      not null check (amount > 0),
  reason          text        not null check (reason <> ''),
  state           text        not null default 'asked' check (state in ('asked', 'approved', 'refused')),
  asked_by        uuid        not null references people.person,
  asked_by_name   text        not null,
  asked_at        timestamptz not null,
  decided_by      uuid references people.person,
  decided_by_name text,
  decided_at      timestamptz,
  decision        text        not null default '',
  primary key (site_id, id),
  foreign key (site_id, line_id) references billing.bill_line,
  constraint waiver_decided_by_another check (decided_by <> asked_by),
  constraint waiver_decided_whole check ((state = 'asked') = (decided_at is null) and (state = 'asked') = (decided_by is null))
);
create unique index one_waiver_asked_for_a_line on arrears.late_fee_waiver (site_id, line_id) where state = 'asked';
create index waiver_of_tenant on arrears.late_fee_waiver (site_id, tenant_id, asked_at desc);
select platform.guard_staff('arrears.late_fee_waiver');
grant select, insert on arrears.late_fee_waiver to towerkeep_app;
grant update (state, decided_by, decided_by_name, decided_at, decision) on arrears.late_fee_waiver to towerkeep_app;
