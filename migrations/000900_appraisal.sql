-- Scores: how the duties of each month ended, and what was let pass by authority.

create schema appraisal;
grant usage on schema appraisal to towerkeep_app;

-- How the duties of a month ended, by clause, standard and owner: folded from the closings below.
create table appraisal.tally (
  site_id    uuid not null references sites.site,
  month      date not null check (extract(day from month) = 1),
  clause     text not null,
  standard   text not null,
  owner_role text not null,
  owner_id   uuid,
  kept       bigint not null default 0,
  late       bigint not null default 0,
  missed     bigint not null default 0,
  overridden bigint not null default 0,
  excused    bigint not null default 0,
  constraint tally_once unique nulls not distinct (site_id, month, clause, standard, owner_role, owner_id)
);
select platform.guard_staff('appraisal.tally');
grant select, insert, update on appraisal.tally to towerkeep_app;

-- Duties closed since the last folding, one row each: closing a duty waits for no counter that others count on.
-- A score is the tally and these, read in one statement.
create table appraisal.closing (
  site_id    uuid not null,
  duty_id    uuid not null,
  month      date not null,
  clause     text not null,
  standard   text not null,
  owner_role text not null,
  owner_id   uuid,
  verdict    text not null check (verdict in ('kept', 'late', 'missed', 'overridden', 'excused')),
  primary key (site_id, duty_id)
);
select platform.guard('appraisal.closing');
-- A tenant's contact closes duties by what they do, and so writes here, but reads nothing.
create policy not_read_by_tenants on appraisal.closing as restrictive for select to towerkeep_app using ((select platform.tenant_id()) is null);
grant select, insert, delete on appraisal.closing to towerkeep_app;

-- A duty counts in the month in which its verdict was certain: when it was done, or, if it was not done in time, when it fell due.
create function appraisal.month_of(verdict_at timestamptz, zone text) returns date
  language sql immutable
  as $$ select date_trunc('month', verdict_at at time zone zone)::date $$;

create function appraisal.note_closing() returns trigger
  language plpgsql
  as $$
begin
  insert into appraisal.closing (site_id, duty_id, month, clause, standard, owner_role, owner_id, verdict)
  select new.site_id, new.id, appraisal.month_of(least(new.closed_at, new.due_at), site.zone), new.clause, new.standard, new.owner_role, new.owner_id,
         case when new.overridden then 'overridden' else new.outcome end
  from sites.site as site where site.id = new.site_id;
  return null;
end $$;
create trigger closing_is_counted after update of closed_at on duties.duty
  for each row when (old.closed_at is null and new.closed_at is not null) execute function appraisal.note_closing();
create trigger check_is_counted after insert on duties.duty
  for each row when (new.closed_at is not null) execute function appraisal.note_closing();

insert into appraisal.closing (site_id, duty_id, month, clause, standard, owner_role, owner_id, verdict)
select duty.site_id, duty.id, appraisal.month_of(least(duty.closed_at, duty.due_at), site.zone), duty.clause, duty.standard, duty.owner_role, duty.owner_id,
       case when duty.overridden then 'overridden' else duty.outcome end
from duties.duty as duty join sites.site as site on site.id = duty.site_id
where duty.closed_at is not null;

-- From a cell of the score to its duties.
create index duty_by_verdict on duties.duty (site_id, least(closed_at, due_at) desc, id desc) where closed_at is not null;

-- What stands in the month's list of exceptions: let pass by authority, with who and why.
create table appraisal.exception (
  site_id       uuid not null references sites.site,
  evidence_id   uuid not null,
  kind          text not null check (kind in ('dutyExcused', 'dutyOverridden', 'caseVoided', 'gateOpened', 'ownerHandedOver')),
  happened_at   timestamptz not null,
  clause        text not null,
  subject_kind  text not null,
  subject_id    text not null,
  subject_label text not null,
  reason        text not null,
  by_id         uuid references people.person,
  by_name       text not null,
  duty_id       uuid,
  primary key (site_id, evidence_id)
);
create index exception_by_time on appraisal.exception (site_id, happened_at desc, evidence_id desc);
select platform.guard('appraisal.exception');
create policy not_read_by_tenants on appraisal.exception as restrictive for select to towerkeep_app using ((select platform.tenant_id()) is null);
grant select, insert on appraisal.exception to towerkeep_app;
create trigger exception_stays before update or delete or truncate on appraisal.exception
  for each statement execute function platform.refuse_change();
