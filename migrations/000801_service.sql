-- The desk: a case 个案 is one tenant contact, enquiry or complaint, from receipt to archive. Manual 2.2.1, 2.2.2.

create schema service;
grant usage on schema service to towerkeep_app;

create table service.case_counter (
  site_id uuid    not null references sites.site,
  year    integer not null,
  last    integer not null,
  primary key (site_id, year)
);
select platform.guard('service.case_counter');
grant select, insert, update on service.case_counter to towerkeep_app;

create table service."case" (
  site_id           uuid        not null references sites.site,
  id                uuid        not null,
  case_no           text        not null,
  kind              text        not null check (kind in ('enquiry', 'complaint')),
  channel           text        not null check (channel in ('phone', 'desk', 'portal', 'email', 'wechat', 'letter')),
  severity          text        not null check (severity in ('ordinary', 'complex', 'grave')),
  attributable      text        not null check (attributable in ('undecided', 'yes', 'no')),
  category          text        not null,
  cause             text,
  title             text        not null check (title <> ''),
  matter            text        not null check (matter <> ''),       -- 事项
  tenant_id         uuid,
  customer_name     text        not null check (customer_name <> ''), -- 客户, as they were called at receipt
  contact_id        uuid,
  contact_name      text        not null check (contact_name <> ''),  -- 联系人
  contact_phone     text,
  contact_email     text,
  unit_id           uuid,
  floor_id          uuid,
  building_id       uuid,
  place             text        not null default '',
  received_at       timestamptz not null,                            -- 时间: when the tenant spoke to us
  registered_at     timestamptz not null,
  first_owner_id    uuid        not null references people.person,   -- 首问责任人
  owner_id          uuid        not null references people.person,
  promised_at       timestamptz,
  round             integer     not null default 1 check (round >= 1),
  department        text,
  handler_id        uuid references people.person,
  handler_ids       uuid[]      not null default '{}',
  is_valid          boolean,
  verified_at       timestamptz,
  dispatched_at     timestamptz,
  accepted_at       timestamptz,
  resolved_at       timestamptz,
  first_feedback_at timestamptz,
  feedback_at       timestamptz,
  revisited_at      timestamptz,
  archived_at       timestamptz,
  voided_at         timestamptz,
  merged_into_id    uuid,
  overridden        text[]      not null default '{}',
  due_at            timestamptz,                                     -- of the most urgent duty still open
  escalated_at      timestamptz,
  version           integer     not null default 1,
  -- No status is ever written: it is what the records say, in the words of statusOf().
  status            text        not null generated always as (
    case
      when merged_into_id is not null then 'merged'
      when voided_at is not null then 'invalid'
      when archived_at is not null then 'archived'
      when revisited_at is not null then 'revisited'
      when feedback_at is not null then 'feedbackGiven'
      when resolved_at is not null then 'resolved'
      when accepted_at is not null then 'processing'
      when dispatched_at is not null then 'dispatched'
      when verified_at is not null then 'verifying'
      when round > 1 then 'reopened'
      else 'registered'
    end
  ) stored,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, contact_id) references tenants.contact,
  foreign key (site_id, unit_id) references sites.unit,
  foreign key (site_id, merged_into_id) references service."case",
  constraint case_no_once_per_site unique (site_id, case_no),
  constraint received_before_it_is_registered check (received_at <= registered_at),
  constraint first_feedback_comes_with_the_result check (feedback_at is null or first_feedback_at is not null),
  constraint call_back_follows_feedback check (revisited_at is null or feedback_at is not null),
  constraint work_is_dispatched_before_it_is_done check (dispatched_at is not null or (accepted_at is null and resolved_at is null)),
  constraint filed_after_feedback_and_call_back_or_by_authority
    check (archived_at is null or revisited_at is not null or 'service.noCallback' = any (overridden)),
  constraint ended_in_one_way check (num_nonnulls(archived_at, voided_at, merged_into_id) <= 1),
  constraint not_merged_into_itself check (merged_into_id <> id)
);
create index case_by_receipt on service."case" (site_id, received_at desc, id desc);
create index open_case_by_receipt on service."case" (site_id, received_at desc, id desc)
  where archived_at is null and voided_at is null and merged_into_id is null;
create index case_by_due on service."case" (site_id, due_at, id) where due_at is not null;
create index open_case_of_owner on service."case" (site_id, owner_id, received_at desc, id desc)
  where archived_at is null and voided_at is null and merged_into_id is null;
create index open_case_of_handler on service."case" (site_id, handler_id, received_at desc, id desc)
  where archived_at is null and voided_at is null and merged_into_id is null;
create index case_by_tenant on service."case" (site_id, tenant_id, received_at desc, id desc);
create index case_merged_here on service."case" (site_id, merged_into_id) where merged_into_id is not null;
select platform.guard_tenant('service.case');
-- Who received a contact, when, from whom and under which number is written once.
grant select, insert on service."case" to towerkeep_app;
grant update (kind, severity, attributable, category, cause, owner_id, promised_at, round, department, handler_id, handler_ids, is_valid, verified_at, dispatched_at, accepted_at, resolved_at,
  first_feedback_at, feedback_at, revisited_at, archived_at, voided_at, merged_into_id, overridden, due_at, escalated_at, version) on service."case" to towerkeep_app;

-- Everything said and done about a case, in order. Never changed.
create table service.entry (
  site_id     uuid        not null,
  id          uuid        not null,
  case_id     uuid        not null,
  tenant_id   uuid,
  at          timestamptz not null,
  kind        text        not null,
  audience    text        not null check (audience in ('internal', 'tenant')),
  round       integer     not null,
  actor_id    uuid references people.person,
  actor_name  text        not null,
  text        text        not null default '',
  facts       jsonb       not null default '{}',
  evidence_id uuid,
  primary key (site_id, id),
  foreign key (site_id, case_id) references service."case"
);
create index entry_by_case on service.entry (site_id, case_id, at, id);
create index exception_by_time on service.entry (site_id, at) where kind in ('gateOpened', 'ownerHandedOver');
select platform.guard_tenant('service.entry');
create policy internal_is_for_staff on service.entry as restrictive to towerkeep_app
  using ((select platform.tenant_id()) is null or audience = 'tenant');
grant select, insert on service.entry to towerkeep_app;

create table service.attachment (
  site_id    uuid        not null,
  file_id    uuid        not null,
  case_id    uuid        not null,
  tenant_id  uuid,
  audience   text        not null check (audience in ('internal', 'tenant')),
  added_at   timestamptz not null,
  added_by   text        not null,
  primary key (site_id, file_id),
  foreign key (site_id, case_id) references service."case",
  foreign key (site_id, file_id) references platform.file
);
create index attachment_by_case on service.attachment (site_id, case_id, added_at);
select platform.guard_tenant('service.attachment');
create policy internal_is_for_staff on service.attachment as restrictive to towerkeep_app
  using ((select platform.tenant_id()) is null or audience = 'tenant');
grant select, insert on service.attachment to towerkeep_app;

-- 回访 (F08), by a caller or, without one, by the tenant's own rating.
create table service.callback (
  site_id       uuid        not null,
  id            uuid        not null,
  case_id       uuid        not null,
  tenant_id     uuid,
  round         integer     not null,
  caller_id     uuid references people.person,
  visited       text        not null,
  means         text        not null,
  speed         integer     not null check (speed between 1 and 5),
  attitude      integer     not null check (attitude between 1 and 5),
  quality       integer     not null check (quality between 1 and 5),
  result        integer     not null check (result between 1 and 5),
  is_unresolved boolean     not null,
  is_satisfied  boolean     not null generated always as (not is_unresolved and result > 2) stored,
  opinion       text        not null,
  said_at       timestamptz not null,
  recorded_at   timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, case_id) references service."case",
  constraint one_call_back_in_a_round unique (site_id, case_id, round)
);
create index callback_by_time on service.callback (site_id, said_at);
select platform.guard_tenant('service.callback');
grant select, insert on service.callback to towerkeep_app;
grant update (speed, attitude, quality, result, is_unresolved, opinion, said_at) on service.callback to towerkeep_app;

-- A rating link carries a secret; only its hash is kept.
create table service.rating_link (
  site_id     uuid        not null,
  id          uuid        not null,
  case_id     uuid        not null,
  tenant_id   uuid,
  round       integer     not null,
  token_hash  text        not null check (token_hash ~ '^[0-9a-f]{64}$'),
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  revoked_at  timestamptz,
  rated_at    timestamptz,
  callback_id uuid,
  primary key (site_id, id),
  foreign key (site_id, case_id) references service."case",
  foreign key (site_id, callback_id) references service.callback,
  constraint token_once unique (site_id, token_hash),
  constraint rated_by_a_call_back check ((rated_at is null) = (callback_id is null))
);
create index rating_link_by_case on service.rating_link (site_id, case_id, round);
select platform.guard_tenant('service.rating_link');
grant select, insert on service.rating_link to towerkeep_app;
grant update (revoked_at, rated_at, callback_id) on service.rating_link to towerkeep_app;

create table service.case_link (
  site_id   uuid        not null,
  case_id   uuid        not null,
  other_id  uuid        not null,
  linked_at timestamptz not null,
  primary key (site_id, case_id, other_id),
  foreign key (site_id, case_id) references service."case",
  foreign key (site_id, other_id) references service."case",
  constraint a_link_is_kept_once check (case_id < other_id)
);
create index case_link_back on service.case_link (site_id, other_id);
select platform.guard_staff('service.case_link');
grant select, insert on service.case_link to towerkeep_app;

-- What cases are found by: their text in plain letters, and its pieces of two characters, each beginning with its site's mark,
-- so that the index of a piece holds one site's cases only.
create table service.case_search (
  site_id     uuid        not null,
  case_id     uuid        not null,
  received_at timestamptz not null,
  words       text        not null,
  pieces      text[]      not null,
  primary key (site_id, case_id),
  foreign key (site_id, case_id) references service."case"
);
create index case_search_by_receipt on service.case_search (site_id, received_at desc, case_id desc);
create index case_search_by_piece on service.case_search using gin (pieces) with (gin_pending_list_limit = 256);
select platform.guard_staff('service.case_search');
-- The search below runs as the table's owner, whose own policy lets every row pass: under a policy that asks, an operator such as @> may use no index.
do $$ begin execute format('create policy owner_searches on service.case_search for select to %I using (true)', current_user); end $$;
grant insert on service.case_search to towerkeep_app;

-- The cases of an announced site whose text has every pattern: among the `newest` so many before a moment, or, where `newest` is null, all that have
-- the wanted pieces. A common word fills a page from the newest, a rare one has few pieces to read: neither cost grows with the archive.
create function service.search_cases(at_site uuid, wanted text[], patterns text[], newest integer, before_at timestamptz, before_id uuid) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  if platform.tenant_id() is not null or not (at_site = any (platform.site_ids())) then return; end if;
  if newest is null then
    return query
      select search.case_id from service.case_search search
      where search.pieces @> wanted and search.site_id = at_site and search.words like all (patterns);
  else
    return query
      select recent.case_id from (
        select search.case_id, search.words from service.case_search search
        where search.site_id = at_site
          and (search.received_at, search.case_id) < (coalesce(before_at, 'infinity'), coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
        order by search.received_at desc, search.case_id desc limit newest
      ) recent
      where recent.words like all (patterns);
  end if;
end $$;
revoke all on function service.search_cases(uuid, text[], text[], integer, timestamptz, uuid) from public;
grant execute on function service.search_cases(uuid, text[], text[], integer, timestamptz, uuid) to towerkeep_app;

-- 三声接听: calls as the exchange reports them, and test calls where there is none.
create table service.call (
  site_id        uuid        not null references sites.site,
  id             uuid        not null,
  source         text        not null check (source in ('csv', 'pbx', 'test')),
  external_id    text        not null,
  started_at     timestamptz not null,
  waited_ms      integer     not null check (waited_ms >= 0),
  rings          integer     not null check (rings >= 1),
  is_answered    boolean     not null,
  verdict        text        not null check (verdict in ('kept', 'failed', 'noOccasion')),
  caller_number  text        not null default '',
  extension      text        not null default '',
  answered_by_id uuid references people.person,
  had_greeting   boolean,
  remark         text        not null default '',
  evidence_id    uuid,
  recorded_at    timestamptz not null,
  primary key (site_id, id),
  constraint a_call_counts_once unique (site_id, external_id)
);
create index call_by_time on service.call (site_id, started_at desc, id desc);
select platform.guard_staff('service.call');
grant select, insert on service.call to towerkeep_app;

create table service.exchange (
  site_id          uuid        not null references sites.site primary key,
  key              text        not null,                             -- needed in the clear to check an HMAC; readable by the server alone
  connected_at     timestamptz not null,
  last_delivery_at timestamptz
);
select platform.guard_staff('service.exchange');
grant select, insert, update on service.exchange to towerkeep_app;

-- Signatures received in the last minutes, so that none is taken twice.
create table service.delivery (
  site_id     uuid        not null references sites.site,
  signature   text        not null,
  received_at timestamptz not null,
  primary key (site_id, signature)
);
select platform.guard_staff('service.delivery');
grant select, insert, delete on service.delivery to towerkeep_app;

create table service.conduct_sample (
  site_id      uuid        not null references sites.site,
  id           uuid        not null,
  sampled_at   timestamptz not null,
  person_id    uuid        not null references people.person,
  case_id      uuid,
  failed       text[]      not null,
  remark       text        not null,
  sampler_id   uuid        not null references people.person,
  recorded_at  timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, case_id) references service."case"
);
create index conduct_sample_by_time on service.conduct_sample (site_id, sampled_at desc, id desc);
select platform.guard_staff('service.conduct_sample');
grant select, insert on service.conduct_sample to towerkeep_app;

create table service.monthly_analysis (
  site_id     uuid        not null references sites.site,
  month       date        not null check (extract(day from month) = 1),
  id          uuid        not null,
  findings    text        not null check (findings <> ''),
  figures     jsonb       not null,
  recorded_at timestamptz not null,
  recorded_by uuid        not null references people.person,
  primary key (site_id, month)
);
select platform.guard_staff('service.monthly_analysis');
grant select, insert on service.monthly_analysis to towerkeep_app;

create table service.improvement (
  site_id     uuid    not null,
  id          uuid    not null,
  action_no   text    not null,
  month       date    not null,
  cause       text,
  measure     text    not null check (measure <> ''),
  department  text    not null,
  owner_id    uuid references people.person,
  due_on      date    not null,
  done_at     timestamptz,
  done_remark text    not null default '',
  primary key (site_id, id),
  foreign key (site_id, month) references service.monthly_analysis,
  constraint action_no_once_per_site unique (site_id, action_no)
);
create index improvement_by_month on service.improvement (site_id, month);
select platform.guard_staff('service.improvement');
grant select, insert on service.improvement to towerkeep_app;
grant update (done_at, done_remark) on service.improvement to towerkeep_app;
