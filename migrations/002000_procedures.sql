-- A gate of a procedure opened by authority: it stays on record, is shown in the case and counts as an exception. Manual, preface.
create table manual.gate_opening (
  site_id   uuid        not null references sites.site,
  id        uuid        not null,
  procedure text        not null check (procedure in ('moveIn', 'fitOut', 'moveOut')),
  case_id   uuid        not null,
  step      text        not null check (step <> ''),
  codes     text[]      not null check (cardinality(codes) > 0),  -- of the reasons that stood against the step
  reason    text        not null check (reason <> ''),
  by_id     uuid        references people.person,
  by_name   text        not null,
  opened_at timestamptz not null,
  primary key (site_id, id)
);
create index gate_opening_of_case on manual.gate_opening (site_id, procedure, case_id);
select platform.guard_staff('manual.gate_opening');
grant select, insert on manual.gate_opening to towerkeep_app;
create trigger gate_opening_stays before update or delete or truncate on manual.gate_opening
  for each statement execute function platform.refuse_change();
