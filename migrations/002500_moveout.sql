-- Move-out: from the written notice to the unit taken back. What follows from these records is never stored beside them. Manual 2.1.3, 2.1.4.

create schema moveout;
grant usage on schema moveout to towerkeep_app;

create table moveout.number_series (
  site_id uuid    not null references sites.site,
  series  text    not null check (series in ('moveOut', 'goodsSlip')),
  year    integer not null,
  last    integer not null check (last >= 1),
  primary key (site_id, series, year)
);
select platform.guard('moveout.number_series');
grant select, insert, update on moveout.number_series to towerkeep_app;

create table moveout.move_out (
  site_id              uuid        not null references sites.site,
  id                   uuid        not null,
  no                   text        not null,
  tenant_id            uuid        not null,
  lease_id             uuid        not null,
  cause                text        not null check (cause in ('expiry', 'agreed', 'tenantBreach', 'ownerBreach', 'forceMajeure', 'statutory')),
  cause_text           text        not null default '',   -- in the applicant's words
  leaving_on           date        not null,              -- the last day of the lease: wished at first, agreed once approved
  -- F24: the written notice
  noticed_on           date        not null,
  noticed_at           timestamptz not null,
  channel              text        not null check (channel in ('portal', 'desk')),
  noticed_by_name      text        not null,
  contact_id           uuid,
  contact_name         text        not null,
  contact_phone        text        not null default '',
  account_name         text        not null,              -- whose account takes the refund; must be the payer's
  account_bank         text        not null,
  account_no           text        not null,
  account_note         text        not null default '',   -- why it may differ from the payer, by the manager's leave
  uses_address         boolean     not null default false, -- the company is registered at this address
  address_moves_on     date,
  restoration          text        not null default '',
  paper_file_id        uuid,                              -- scan of a notice on paper
  -- held against the lease's notice period
  lease_end            date        not null,              -- as it stood when the notice came
  notice_days          integer     not null check (notice_days >= 0),
  short_days           integer     not null check (short_days >= 0),
  short_cost           jsonb       not null default '[]', -- what the days that are short would cost by the lease's own rules
  -- the leasing officer's review
  reviewed_at          timestamptz,
  reviewed_by          uuid references people.person,
  reviewed_by_name     text,
  review_note          text        not null default '',
  contract_text        text        not null default '',   -- what the lease says of a notice that is short
  short_amount         bigint      check (short_amount >= 0), -- proposed
  refund_days          integer     check (refund_days between 1 and 365), -- where the lease says another limit than the site's
  refund_unit          text        check (refund_unit in ('workingDays', 'naturalDays')),
  refund_shift         text        check (refund_shift in ('none', 'next', 'previous')),
  -- the manager's decision
  decision             text        check (decision in ('approved', 'refused')),
  decided_at           timestamptz,
  decided_by           uuid references people.person,
  decided_by_name      text,
  decision_note        text        not null default '',
  short_outcome        text        check (short_outcome in ('charged', 'waived')),
  waiver_reason        text        not null default '',
  terms_number         integer,                           -- the version of the lease's terms that ends it early
  -- 2.1.3-5
  cleared_at           timestamptz,
  cleared_by_name      text,
  clearance_note       text        not null default '',
  is_restored          boolean,
  has_address_moved    boolean,
  clearance_photo_id   uuid,
  keys_back_at         timestamptz,
  keys_back_by_name    text,
  keys_note            text        not null default '',
  -- 2.1.3-6, F25
  confirmation_id      uuid,
  confirmed_at         timestamptz,
  -- 2.1.4-2
  paid_at              timestamptz,
  paid_on              date,
  paid_by_name         text,
  paid_reference       text        not null default '',
  paid_amount          bigint      check (paid_amount >= 0),
  -- the end
  invoices_at          timestamptz,
  invoices_by_name     text,
  invoices_note        text        not null default '',
  vacant_at            timestamptz,
  vacant_by_name       text,
  vacancy_note         text        not null default '',
  -- 2.1.4-3
  score                integer     check (score between 1 and 5),
  score_note           text        not null default '',
  scored_at            timestamptz,
  withdrawn_at         timestamptz,
  withdrawn_by_name    text,
  withdrawal_reason    text        not null default '',
  version              integer     not null default 1,
  primary key (site_id, id),
  unique (site_id, no),
  unique (site_id, id, tenant_id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, confirmation_id) references documents.document,
  constraint reviewed_by_somebody check ((reviewed_at is null) = (reviewed_by_name is null)),
  constraint decided_whole check ((decided_at is null) = (decision is null) and (decided_at is null) = (decided_by_name is null)),
  constraint decided_by_another check (decided_by is null or reviewed_by is null or decided_by <> reviewed_by),
  constraint reviewed_before_decided check (decided_at is null or reviewed_at is not null),
  constraint short_notice_is_answered check (decision is distinct from 'approved' or short_days = 0 or short_outcome is not null),
  constraint waived_with_a_reason check (short_outcome is distinct from 'waived' or waiver_reason <> ''),
  constraint contract_limit_whole check ((refund_days is null) = (refund_unit is null) and (refund_unit is distinct from 'naturalDays' or refund_shift is not null)),
  constraint paid_whole check ((paid_at is null) = (paid_on is null) and (paid_at is null) = (paid_amount is null)),
  constraint paid_after_confirmation check (paid_at is null or confirmed_at is not null)
);
create unique index one_move_out_of_a_lease on moveout.move_out (site_id, lease_id) where withdrawn_at is null and decision is distinct from 'refused';
create index move_out_running on moveout.move_out (site_id, leaving_on, id) where withdrawn_at is null and decision is distinct from 'refused' and (vacant_at is null or invoices_at is null);
create index move_out_by_time on moveout.move_out (site_id, noticed_at desc, id desc);
create index move_out_of_tenant on moveout.move_out (site_id, tenant_id, noticed_at desc, id desc);
create index move_out_of_confirmation on moveout.move_out (site_id, confirmation_id) where confirmation_id is not null;
select platform.guard_tenant('moveout.move_out');
grant select, insert, update on moveout.move_out to towerkeep_app;

-- When both meet for the inspection 验房预约: proposed by one side, agreed by the other; an agreed one that is moved stays on record. 2.1.3-2.
create table moveout.appointment (
  site_id          uuid        not null references sites.site,
  id               uuid        not null,
  move_out_id      uuid        not null,
  tenant_id        uuid        not null,
  meets_at         timestamptz not null,
  note             text        not null default '',
  proposed_side    text        not null check (proposed_side in ('tenant', 'property')),
  proposed_by_name text        not null,
  proposed_at      timestamptz not null,
  agreed_by_name   text,
  agreed_at        timestamptz,
  replaced_at      timestamptz,                           -- another time was proposed in its place
  outcome          text        check (outcome in ('kept', 'lateProperty', 'missedProperty', 'missedTenant')),
  outcome_note     text        not null default '',
  outcome_at       timestamptz,
  primary key (site_id, id),
  foreign key (site_id, move_out_id, tenant_id) references moveout.move_out (site_id, id, tenant_id),
  constraint agreed_by_somebody check ((agreed_at is null) = (agreed_by_name is null)),
  constraint outcome_of_what_was_agreed check (outcome is null or agreed_at is not null),
  constraint outcome_has_its_time check ((outcome is null) = (outcome_at is null))
);
create unique index one_appointment_in_force on moveout.appointment (site_id, move_out_id) where replaced_at is null;
create index appointment_of_move_out on moveout.appointment (site_id, move_out_id, proposed_at, id);
select platform.guard_tenant('moveout.appointment');
grant select, insert on moveout.appointment to towerkeep_app;
grant update (agreed_by_name, agreed_at, replaced_at, outcome, outcome_note, outcome_at) on moveout.appointment to towerkeep_app;

-- The refund is approved by two different people, then paid. 2.1.4-2; domain §3.7-12.
create table moveout.refund_approval (
  site_id     uuid        not null references sites.site,
  move_out_id uuid        not null,
  place       integer     not null check (place in (1, 2)),
  amount      bigint      not null check (amount > 0),
  by_id       uuid        not null references people.person,
  by_name     text        not null,
  note        text        not null default '',
  at          timestamptz not null,
  primary key (site_id, move_out_id, place),
  foreign key (site_id, move_out_id) references moveout.move_out,
  constraint approved_by_two_people unique (site_id, move_out_id, by_id)
);
select platform.guard_staff('moveout.refund_approval');
grant select, insert on moveout.refund_approval to towerkeep_app;
