-- A duty of the house's own: owed by a rule of the company where the manual has no clause. It has an empty clause, is timed, handed on and
-- escalated like any other, and stands in no score.
alter table duties.duty drop constraint duty_clause_check;
drop trigger closing_is_counted on duties.duty;
drop trigger check_is_counted on duties.duty;
create trigger closing_is_counted after update of closed_at on duties.duty
  for each row when (old.closed_at is null and new.closed_at is not null and new.clause <> '') execute function appraisal.note_closing();
create trigger check_is_counted after insert on duties.duty
  for each row when (new.closed_at is not null and new.clause <> '') execute function appraisal.note_closing();
