-- 客户接洽: who wishes to lease, what they need, what was done about it and what comes next. Manual 2.1.1-1, 2.1.2-1.

create table tenants.lead (
  site_id        uuid        not null references sites.site,
  id             uuid        not null,
  company        text        not null default '',         -- unknown while somebody only telephones
  tenant_kind    text        not null default 'company' check (tenant_kind in ('company', 'branch', 'individualBusiness', 'foreignCompany', 'institution')),
  credit_code    text,
  industry       text        not null default '',
  contact_name   text        not null check (contact_name <> ''),
  phone          text        not null default '',
  email          text        not null default '',
  source         text        not null check (source <> ''),
  area_min_centi bigint      check (area_min_centi > 0),
  area_max_centi bigint      check (area_max_centi > 0),
  budget         numeric(12, 2) check (budget > 0),       -- yuan per square metre
  budget_unit    text        not null default 'day' check (budget_unit in ('day', 'month')),
  wanted_on      date,
  headcount      integer     check (headcount > 0),
  notes          text        not null default '',
  stage          text        not null check (stage in ('new', 'contacted', 'viewed', 'negotiating', 'intent', 'won', 'lost')),
  owner_id       uuid        references people.person,
  received_at    timestamptz not null,
  answered_at    timestamptz check (answered_at >= received_at),
  next_step      text        not null default '',
  next_on        date,
  ended_at       timestamptz,
  end_reason     text,
  tenant_id      uuid,
  search_key     text        not null default '',
  version        integer     not null default 1,
  created_at     timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  constraint somebody_can_be_answered check (phone <> '' or email <> ''),
  constraint area_from_small_to_large check (area_min_centi <= area_max_centi),
  constraint an_ended_lead_says_when check ((stage in ('won', 'lost')) = (ended_at is not null)),
  constraint a_lost_lead_says_why check ((stage = 'lost') = (end_reason is not null)),
  constraint a_won_lead_is_a_tenant check ((stage = 'won') = (tenant_id is not null)),
  constraint an_open_lead_has_a_next_step check (stage in ('new', 'won', 'lost') or (next_on is not null and next_step <> '')),
  constraint only_a_new_lead_is_unanswered check (stage in ('new', 'lost') or answered_at is not null)
);
create index lead_by_next_step on tenants.lead (site_id, coalesce(next_on, '-infinity'::date), id) where ended_at is null;
create index lead_by_stage on tenants.lead (site_id, stage, coalesce(next_on, '-infinity'::date), id) where ended_at is null;
create index lead_ended on tenants.lead (site_id, ended_at desc, id desc) where ended_at is not null;
create index lead_search on tenants.lead using gin (search_key gin_trgm_ops);
create index lead_of_tenant on tenants.lead (site_id, tenant_id) where tenant_id is not null;
select platform.guard_staff('tenants.lead');
grant select, insert, update on tenants.lead to towerkeep_app;

-- What happened with a lead, never changed: a call, a viewing with the units shown, an offer, a move on the board.
create table tenants.lead_step (
  site_id     uuid        not null,
  id          uuid        not null,
  lead_id     uuid        not null,
  kind        text        not null check (kind <> ''),
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  person_id   uuid        references people.person,
  person_name text        not null,
  note        text        not null default '',
  facts       jsonb       not null default '{}',
  primary key (site_id, id),
  foreign key (site_id, lead_id) references tenants.lead
);
create index lead_step_by_lead on tenants.lead_step (site_id, lead_id, happened_at, id);
select platform.guard_staff('tenants.lead_step');
grant select, insert on tenants.lead_step to towerkeep_app;
create trigger lead_step_stays before update or delete on tenants.lead_step for each row execute function platform.refuse_change();

create table tenants.lead_shown (
  site_id uuid not null,
  step_id uuid not null,
  unit_id uuid not null,
  lead_id uuid not null,
  remark  text not null default '',
  primary key (site_id, step_id, unit_id),
  foreign key (site_id, step_id) references tenants.lead_step,
  foreign key (site_id, unit_id) references sites.unit,
  foreign key (site_id, lead_id) references tenants.lead
);
create index lead_shown_by_lead on tenants.lead_shown (site_id, lead_id);
create index lead_shown_by_unit on tenants.lead_shown (site_id, unit_id);
select platform.guard_staff('tenants.lead_shown');
grant select, insert on tenants.lead_shown to towerkeep_app;
create trigger lead_shown_stays before update or delete on tenants.lead_shown for each row execute function platform.refuse_change();
