-- A deed may be entered later than it was done, but not told into a time before its round began; who gains by that stands among the exceptions.

alter table service."case" add column round_begun_at timestamptz;      -- of the present round: the receipt, or the last reopening
update service."case" as held set round_begun_at = coalesce(
  (select max(entry.at) from service.entry as entry where entry.site_id = held.site_id and entry.case_id = held.id and entry.kind = 'reopened'),
  held.received_at);
alter table service."case" alter column round_begun_at set not null;
grant update (round_begun_at) on service."case" to towerkeep_app;

-- A reason the product gives itself is a code with facts, put into words where it is shown; a person's reason has none.
alter table duties.duty add column excuse_facts jsonb;
alter table appraisal.exception add column reason_facts jsonb;

alter table appraisal.exception drop constraint exception_kind_check;
alter table appraisal.exception add constraint exception_kind_check
  check (kind in ('dutyExcused', 'dutyOverridden', 'dutyToldLater', 'caseVoided', 'gateOpened', 'ownerHandedOver'));
create index exception_of_duty on appraisal.exception (site_id, duty_id) where duty_id is not null;
