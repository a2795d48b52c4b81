-- What the manual makes somebody owe, by when, and how it ended; and the calendar that due times are counted on.

create schema duties;
grant usage on schema duties to towerkeep_app;

create table duties.duty (
  site_id         uuid not null references sites.site,
  id              uuid not null,
  standard        text not null check (standard <> ''),
  manual_version  integer not null,
  clause          text not null check (clause <> ''),
  wording         jsonb not null,                       -- name and measure of the standard as they read when it was opened
  subject_kind    text not null check (subject_kind <> ''),
  subject_id      text not null check (subject_id <> ''),
  subject_label   text not null,
  tenant_id       uuid,                                 -- the company it is owed to; null: owed to nobody in particular
  owed_to         text,
  owner_role      text not null,
  owner_id        uuid references people.person,
  opened_at       timestamptz not null,
  counted_from    timestamptz not null,
  counted_by      text not null check (counted_by in ('received', 'counted')),
  time_limit      jsonb,                                -- null: a check, judged on the spot
  due_at          timestamptz not null,
  explanation     jsonb not null,
  provisional     boolean not null default false,
  promised_at     timestamptz,
  pauses          jsonb not null default '[]',
  paused_since    timestamptz,
  misses_at       timestamptz,                          -- end of its calendar window; null for what stays owed until done
  escalation_step integer not null default 0,
  next_look_at    timestamptz,                          -- when the clock looks at it again; null: never
  closed_at       timestamptz,
  recorded_at     timestamptz,                          -- when the server heard of the closing
  outcome         text check (outcome in ('kept', 'late', 'missed', 'excused')),
  evidence_id     uuid,
  overridden      boolean not null default false,
  excuse          text,
  excused_by      uuid references people.person,
  excused_by_name text,
  primary key (site_id, id),
  constraint closed_with_an_outcome check ((closed_at is null) = (outcome is null)),
  constraint excused_with_a_reason check ((outcome is distinct from 'excused' and not overridden) or coalesce(excuse, '') <> ''),
  constraint closed_is_not_looked_at check (closed_at is null or next_look_at is null)
);
create unique index duty_open_once on duties.duty (site_id, standard, subject_kind, subject_id) where closed_at is null;
create index duty_of_subject on duties.duty (site_id, subject_kind, subject_id, opened_at);
create index duty_of_person on duties.duty (owner_id, due_at, id) where closed_at is null;
create index duty_of_role on duties.duty (site_id, owner_role, due_at, id) where closed_at is null and owner_id is null;
create index duty_open on duties.duty (site_id, due_at, id) where closed_at is null;
create index duty_closed on duties.duty (site_id, closed_at desc, id) where closed_at is not null;
create index duty_by_standard on duties.duty (site_id, standard, due_at);
create index duty_by_clause on duties.duty (site_id, clause, due_at);
create index duty_to_look_at on duties.duty (site_id, next_look_at) where next_look_at is not null;
create index duty_escalated on duties.duty (site_id, due_at, id) where closed_at is null and escalation_step > 0;
create index duty_by_evidence on duties.duty (site_id, evidence_id) where evidence_id is not null;

-- A closed duty never changes, and none is ever removed: a wrong one is corrected by a new record.
create function duties.keep_closed() returns trigger
  language plpgsql
  as $$
begin
  if tg_op <> 'UPDATE' or old.closed_at is not null then
    raise exception 'a closed duty is never changed and no duty is removed' using errcode = 'restrict_violation';
  end if;
  if (new.site_id, new.id, new.standard, new.clause, new.subject_kind, new.subject_id, new.opened_at)
     is distinct from (old.site_id, old.id, old.standard, old.clause, old.subject_kind, old.subject_id, old.opened_at) then
    raise exception 'what a duty is about is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger duty_kept_as_closed before update or delete on duties.duty for each row execute function duties.keep_closed();
create trigger duty_never_emptied before truncate on duties.duty for each statement execute function platform.refuse_change();
-- A tenant's contact opens and keeps duties by what they report and rate: those owed to their own company.
select platform.guard_tenant('duties.duty');
grant select, insert, update on duties.duty to towerkeep_app;

-- Each rung an overdue duty climbed: once, for ever.
create table duties.escalation (
  site_id      uuid not null,
  duty_id      uuid not null,
  step         integer not null check (step > 0),
  target       text not null,
  role         text,                                    -- null: the company's administrators
  due_at       timestamptz not null,
  escalated_at timestamptz not null,
  primary key (site_id, duty_id, step),
  foreign key (site_id, duty_id) references duties.duty
);
create trigger escalation_never_changed before update or delete on duties.escalation for each row execute function platform.refuse_change();
create trigger escalation_never_emptied before truncate on duties.escalation for each statement execute function platform.refuse_change();
create index escalation_by_time on duties.escalation (site_id, escalated_at desc, duty_id, step);
select platform.guard_staff('duties.escalation');
grant select, insert on duties.escalation to towerkeep_app;

-- The ladder of a site, for one standard or, under '*', for all that have none of their own.
create table duties.ladder (
  site_id  uuid not null references sites.site,
  standard text not null check (standard <> ''),
  rungs    jsonb not null,
  version  integer not null default 1,
  primary key (site_id, standard)
);
select platform.guard_staff('duties.ladder');
grant select, insert, update, delete on duties.ladder to towerkeep_app;

-- Years as announced, for the whole company; the highest version of a year holds. Every import stays.
create table duties.calendar_year (
  year        integer not null check (year between 1950 and 2150),
  version     integer not null check (version > 0),
  notice      text not null default '',                 -- 文号, such as 国办发明电〔2025〕7号
  papers      jsonb not null default '[]',
  days        jsonb not null,
  imported_at timestamptz not null,
  imported_by uuid references people.person,
  primary key (year, version)
);
create trigger calendar_year_never_changed before update or delete on duties.calendar_year for each row execute function platform.refuse_change();
grant select, insert on duties.calendar_year to towerkeep_app;

create table duties.service_hours (
  site_id uuid not null references sites.site,
  since   date not null,
  week    jsonb not null,                               -- working week, and spans of minutes after midnight by weekday
  set_at  timestamptz not null,
  set_by  uuid references people.person,
  primary key (site_id, since)
);
select platform.guard('duties.service_hours');
grant select, insert, update on duties.service_hours to towerkeep_app;

-- Days on which one site differs from the notice.
create table duties.site_day (
  site_id    uuid not null references sites.site,
  date       date not null,
  name       text not null check (name <> ''),
  is_off_day boolean not null,
  spans      jsonb,                                     -- hours of that day alone; null: those of its weekday
  set_at     timestamptz not null,
  set_by     uuid references people.person,
  primary key (site_id, date)
);
select platform.guard('duties.site_day');
grant select, insert, update, delete on duties.site_day to towerkeep_app;
