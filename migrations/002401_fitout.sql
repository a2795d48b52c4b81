-- Fit-out 装修: from the application (F04) by reviews, agreement, money and the works permit to acceptance and the refund of the deposit.
-- Manual 2.1.1-6. Amounts are 分.

create schema fitout;
grant usage on schema fitout to towerkeep_app;

create table fitout.setting (
  site_id         uuid    not null references sites.site,
  needs_handover  boolean not null,                       -- no works before the unit is inspected and signed over
  deposit_per_sqm bigint  not null check (deposit_per_sqm >= 0),
  fee_per_sqm     bigint  not null check (fee_per_sqm >= 0),
  waste_per_sqm   bigint  not null check (waste_per_sqm >= 0),
  pass_deposit    bigint  not null check (pass_deposit >= 0),
  hours           text    not null check (hours <> ''),
  version         integer not null default 1,
  primary key (site_id)
);
select platform.guard('fitout.setting');
grant select, insert, update on fitout.setting to towerkeep_app;

create table fitout.fit_out (
  site_id              uuid        not null references sites.site,
  id                   uuid        not null,
  case_no              text        not null,
  cause                text        not null check (cause in ('moveIn', 'refit')),
  tenant_id            uuid        not null,
  lease_id             uuid        not null,
  move_in_id           uuid,                               -- no foreign key: written by the event that names it
  unit_ids             uuid[]      not null check (cardinality(unit_ids) > 0),
  place                text        not null check (place <> ''), -- as people said it when the case was opened
  opened_at            timestamptz not null,
  opened_by_name       text        not null,
  guide_at             timestamptz,                        -- fit-out guide explained and handed over
  guide_to             text,
  guide_by_name        text,
  fire_no              text,                               -- statutory fire design review, where it is due
  fire_on              date,
  fire_file_id         uuid,
  fire_at              timestamptz,
  fees_at              timestamptz,
  fees_by_name         text,
  deposit_asked        bigint      not null default 0 check (deposit_asked >= 0),
  permit_code          text,                               -- on the door; the same as long as the case has a permit
  completion_asked_at  timestamptz,
  completion_on        date,
  completion_by_name   text,
  withdrawn_at         timestamptz,
  withdrawn_why        text,
  withdrawn_by_name    text,
  ended_at             timestamptz,                        -- refunded or withdrawn: no longer running
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, fire_file_id) references platform.file,
  constraint case_no_of_a_fit_out unique (site_id, case_no),
  constraint guide_whole check ((guide_at is null) = (guide_to is null)),
  constraint fire_approval_whole check ((fire_at is null) = (fire_no is null) and (fire_at is null) = (fire_on is null)),
  constraint completion_whole check ((completion_asked_at is null) = (completion_on is null)),
  constraint withdrawn_for_a_reason check ((withdrawn_at is null) = (withdrawn_why is null)),
  constraint withdrawn_has_ended check (withdrawn_at is null or ended_at is not null)
);
create unique index one_running_fit_out_of_a_lease on fitout.fit_out (site_id, lease_id) where ended_at is null;
create unique index code_of_a_permit on fitout.fit_out (permit_code) where permit_code is not null;
create index fit_out_running on fitout.fit_out (site_id, opened_at, id) where ended_at is null;
create index fit_out_newest on fitout.fit_out (site_id, opened_at desc, id desc);
create index fit_out_of_tenant on fitout.fit_out (site_id, tenant_id, opened_at desc, id desc);
select platform.guard_tenant('fitout.fit_out');
grant select, insert on fitout.fit_out to towerkeep_app;
grant update (
  guide_at, guide_to, guide_by_name, fire_no, fire_on, fire_file_id, fire_at, fees_at, fees_by_name, deposit_asked, permit_code,
  completion_asked_at, completion_on, completion_by_name, withdrawn_at, withdrawn_why, withdrawn_by_name, ended_at
) on fitout.fit_out to towerkeep_app;

-- The site a code on a door belongs to, for who scans it and knows nothing else.
create function fitout.site_of_permit(code text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select fit_out.site_id from fitout.fit_out where fit_out.permit_code = $1 $$;
revoke all on function fitout.site_of_permit(text) from public;
grant execute on function fitout.site_of_permit(text) to towerkeep_app;

-- What a case has on file: drawings, licences, policies, photos.
create table fitout.file (
  site_id    uuid        not null,
  file_id    uuid        not null,
  fit_out_id uuid        not null,
  tenant_id  uuid        not null,
  kind       text        not null check (kind in ('drawing', 'licence', 'insurance', 'authorisation', 'fireApproval', 'photo')),
  added_at   timestamptz not null,
  added_by   text        not null,
  primary key (site_id, file_id),
  foreign key (site_id, file_id) references platform.file,
  foreign key (site_id, fit_out_id) references fitout.fit_out
);
create index file_of_fit_out on fitout.file (site_id, fit_out_id, added_at);
select platform.guard_tenant('fitout.file');
grant select, insert on fitout.file to towerkeep_app;

-- F04 as it was handed in; put right by handing in the next version.
create table fitout.application (
  site_id           uuid        not null,
  id                uuid        not null,
  fit_out_id        uuid        not null,
  tenant_id         uuid        not null,
  version           integer     not null check (version >= 1),
  details           jsonb       not null,
  submitted_at      timestamptz not null,
  submitted_by_id   uuid references people.person,
  submitted_by_name text        not null,
  from_portal       boolean     not null,
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  constraint one_application_of_a_version unique (site_id, fit_out_id, version)
);
select platform.guard_tenant('fitout.application');
grant select, insert on fitout.application to towerkeep_app;

create table fitout.review (
  site_id           uuid        not null,
  id                uuid        not null,
  application_id    uuid        not null,
  fit_out_id        uuid        not null,
  tenant_id         uuid        not null,
  kind              text        not null check (kind in ('engineering', 'fireSafety')),
  outcome           text        not null check (outcome in ('approved', 'returned')),
  opinion           text        not null check (opinion <> ''),
  conditions        text        not null default '',
  is_fire_review_due boolean    not null default false,    -- the works need a statutory fire design review
  reviewed_at       timestamptz not null,
  by_id             uuid        not null references people.person,
  by_name           text        not null,
  withdrawn_at      timestamptz,
  withdrawn_why     text,
  withdrawn_by_name text,
  primary key (site_id, id),
  foreign key (site_id, application_id) references fitout.application,
  constraint review_withdrawn_for_a_reason check ((withdrawn_at is null) = (withdrawn_why is null))
);
create unique index one_review_of_a_kind on fitout.review (site_id, application_id, kind) where withdrawn_at is null;
create unique index reviewed_by_different_people on fitout.review (site_id, application_id, by_id) where withdrawn_at is null;
create index review_of_fit_out on fitout.review (site_id, fit_out_id, reviewed_at);
select platform.guard_tenant('fitout.review');
grant select, insert on fitout.review to towerkeep_app;
grant update (withdrawn_at, withdrawn_why, withdrawn_by_name) on fitout.review to towerkeep_app;

-- What the case put up for billing.
create table fitout.fee (
  site_id    uuid   not null,
  id         uuid   not null,                              -- the charge
  fit_out_id uuid   not null,
  tenant_id  uuid   not null,
  fee_item   text   not null check (fee_item in ('fitoutDeposit', 'passDeposit', 'fitoutFee', 'wasteFee')),
  amount     bigint not null check (amount > 0),
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  foreign key (site_id, id) references billing.charge
);
create index fee_of_fit_out on fitout.fee (site_id, fit_out_id);
select platform.guard_tenant('fitout.fee');
grant select, insert on fitout.fee to towerkeep_app;

-- 施工许可证. An extension is a new row that ends the one before.
create table fitout.permit (
  site_id        uuid        not null,
  id             uuid        not null,
  fit_out_id     uuid        not null,
  tenant_id      uuid        not null,
  permit_no      text        not null,
  from_day       date        not null,
  to_day         date        not null check (to_day >= from_day),
  hours          text        not null,
  conditions     text        not null default '',
  issued_at      timestamptz not null,
  issued_by_id   uuid references people.person,
  issued_by_name text        not null,
  reason         text        not null default '',           -- of an extension
  ended_at       timestamptz,
  ended_why      text check (ended_why in ('extended', 'completed', 'withdrawn')),
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  constraint permit_ended_whole check ((ended_at is null) = (ended_why is null))
);
create unique index one_permit_in_force on fitout.permit (site_id, fit_out_id) where ended_at is null;
create index permit_of_fit_out on fitout.permit (site_id, fit_out_id, issued_at);
select platform.guard_tenant('fitout.permit');
grant select, insert on fitout.permit to towerkeep_app;
grant update (ended_at, ended_why) on fitout.permit to towerkeep_app;

create table fitout.pass (
  site_id     uuid        not null,
  id          uuid        not null,
  fit_out_id  uuid        not null,
  tenant_id   uuid        not null,
  pass_no     text        not null,
  name        text        not null check (name <> ''),
  trade       text        not null,
  issued_at   timestamptz not null,
  returned_at timestamptz,
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  constraint one_pass_of_a_number unique (site_id, pass_no)
);
create index pass_of_fit_out on fitout.pass (site_id, fit_out_id, pass_no);
select platform.guard_tenant('fitout.pass');
grant select, insert on fitout.pass to towerkeep_app;
grant update (returned_at) on fitout.pass to towerkeep_app;

-- 装修巡查. The phone makes the id.
create table fitout.patrol (
  site_id     uuid        not null,
  id          uuid        not null,
  fit_out_id  uuid        not null,
  tenant_id   uuid        not null,
  result      text        not null check (result in ('inOrder', 'advised', 'violation')),
  checks      jsonb       not null,                         -- each point: ok or not
  findings    text        not null default '',
  photo_ids   uuid[]      not null default '{}',
  happened_at timestamptz not null,
  received_at timestamptz not null,
  by_id       uuid references people.person,
  by_name     text        not null,
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  constraint what_is_wrong_is_said check (result = 'inOrder' or findings <> '')
);
create index patrol_of_fit_out on fitout.patrol (site_id, fit_out_id, happened_at desc);
select platform.guard_tenant('fitout.patrol');
grant select, insert on fitout.patrol to towerkeep_app;

create table fitout.stop_order (
  site_id         uuid        not null,
  id              uuid        not null,
  fit_out_id      uuid        not null,
  tenant_id       uuid        not null,
  order_no        text        not null,
  patrol_id       uuid,
  violation       text        not null check (violation <> ''),
  demand          text        not null check (demand <> ''), -- what must be put right
  ordered_at      timestamptz not null,
  ordered_by_id   uuid references people.person,
  ordered_by_name text        not null,
  rectified_at    timestamptz,
  rectification   text,
  rectified_by_name text,
  lifted_at       timestamptz,
  lifted_by_name  text,
  lift_note       text,
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  foreign key (site_id, patrol_id) references fitout.patrol,
  constraint rectified_whole check ((rectified_at is null) = (rectification is null)),
  constraint lifted_after_rectification check (lifted_at is null or (rectified_at is not null and lift_note is not null))
);
create unique index one_stop_order_in_force on fitout.stop_order (site_id, fit_out_id) where lifted_at is null;
create index stop_order_of_fit_out on fitout.stop_order (site_id, fit_out_id, ordered_at);
select platform.guard_tenant('fitout.stop_order');
grant select, insert on fitout.stop_order to towerkeep_app;
grant update (rectified_at, rectification, rectified_by_name, lifted_at, lifted_by_name, lift_note) on fitout.stop_order to towerkeep_app;

create table fitout.acceptance (
  site_id     uuid        not null,
  id          uuid        not null,
  fit_out_id  uuid        not null,
  tenant_id   uuid        not null,
  kind        text        not null check (kind in ('hidden', 'first', 'second')),
  outcome     text        not null check (outcome in ('passed', 'defects')),
  note        text        not null default '',
  accepted_at timestamptz not null,
  by_id       uuid references people.person,
  by_name     text        not null,
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out
);
create unique index passed_once on fitout.acceptance (site_id, fit_out_id, kind) where outcome = 'passed';
create index acceptance_of_fit_out on fitout.acceptance (site_id, fit_out_id, accepted_at);
select platform.guard_tenant('fitout.acceptance');
grant select, insert on fitout.acceptance to towerkeep_app;

create table fitout.defect (
  site_id       uuid        not null,
  id            uuid        not null,
  acceptance_id uuid        not null,
  fit_out_id    uuid        not null,
  tenant_id     uuid        not null,
  description   text        not null check (description <> ''),
  mend_by       date        not null,
  mended_at     timestamptz,
  mended_by_name text,                                       -- who saw that it is put right
  primary key (site_id, id),
  foreign key (site_id, acceptance_id) references fitout.acceptance
);
create index defect_of_fit_out on fitout.defect (site_id, fit_out_id);
select platform.guard_tenant('fitout.defect');
grant select, insert on fitout.defect to towerkeep_app;
grant update (mended_at, mended_by_name) on fitout.defect to towerkeep_app;

-- 扣款清单: what is kept back, told to the tenant before anything is refunded. A change is the next version.
create table fitout.deduction_list (
  site_id      uuid        not null,
  id           uuid        not null,
  fit_out_id   uuid        not null,
  tenant_id    uuid        not null,
  version      integer     not null check (version >= 1),
  lines        jsonb       not null,
  total        bigint      not null check (total >= 0),
  made_at      timestamptz not null,
  made_by_name text        not null,
  told_at      timestamptz,
  told_to      text,
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  constraint one_deduction_list_of_a_version unique (site_id, fit_out_id, version),
  constraint told_whole check ((told_at is null) = (told_to is null))
);
select platform.guard_tenant('fitout.deduction_list');
grant select, insert on fitout.deduction_list to towerkeep_app;
grant update (told_at, told_to) on fitout.deduction_list to towerkeep_app;

-- Asked for by one, decided by another; the money moves in the ledger of payments.
create table fitout.refund (
  site_id         uuid        not null,
  id              uuid        not null,
  fit_out_id      uuid        not null,
  tenant_id       uuid        not null,
  list_id         uuid,
  payee           jsonb       not null,
  parts           jsonb       not null,                      -- per deposit: what is kept and what is paid back, with its requests
  refunded        bigint      not null check (refunded >= 0),
  kept            bigint      not null check (kept >= 0),
  claimed         bigint      not null check (claimed >= 0), -- beyond the deposits: billed
  state           text        not null default 'asked' check (state in ('asked', 'approved', 'declined')),
  asked_at        timestamptz not null,
  asked_by_id     uuid        not null references people.person,
  asked_by_name   text        not null,
  decided_at      timestamptz,
  decided_by_id   uuid references people.person,
  decided_by_name text,
  decision        text        not null default '',
  primary key (site_id, id),
  foreign key (site_id, fit_out_id) references fitout.fit_out,
  foreign key (site_id, list_id) references fitout.deduction_list,
  constraint refund_decided_by_another check (decided_by_id <> asked_by_id),
  constraint refund_decided_whole check ((state = 'asked') = (decided_at is null) and (state = 'asked') = (decided_by_id is null))
);
create unique index one_refund_of_a_fit_out on fitout.refund (site_id, fit_out_id) where state <> 'declined';
create index refund_of_fit_out on fitout.refund (site_id, fit_out_id, asked_at);
select platform.guard_tenant('fitout.refund');
grant select, insert on fitout.refund to towerkeep_app;
grant update (state, decided_at, decided_by_id, decided_by_name, decision) on fitout.refund to towerkeep_app;
