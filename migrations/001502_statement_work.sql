-- Who asked last that a statement is read through or taken in, so that the work is done in their name also when another worker takes it up.
alter table payments.statement
  add column asked_by uuid references people.person,
  add column asked_by_name text,
  add column asked_at timestamptz,
  add constraint asked_by_somebody check (num_nulls(asked_by, asked_by_name, asked_at) in (0, 3));
create index statement_under_way on payments.statement (site_id) where status in ('previewing', 'running');
