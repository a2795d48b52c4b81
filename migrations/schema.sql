-- What the migrations amount to. Written by `npm run schema`; do not edit.

create extension btree_gist;
create extension pg_trgm;

create schema appraisal;
grant usage on schema appraisal to towerkeep_app;
create schema arrears;
grant usage on schema arrears to towerkeep_app;
create schema billing;
grant usage on schema billing to towerkeep_app;
create schema books;
grant usage on schema books to towerkeep_app;
create schema documents;
grant usage on schema documents to towerkeep_app;
create schema duties;
grant usage on schema duties to towerkeep_app;
create schema evidence;
grant usage on schema evidence to towerkeep_app;
create schema fitout;
grant usage on schema fitout to towerkeep_app;
create schema handover;
grant usage on schema handover to towerkeep_app;
create schema leasing;
grant usage on schema leasing to towerkeep_app;
create schema manual;
grant usage on schema manual to towerkeep_app;
create schema meters;
grant usage on schema meters to towerkeep_app;
create schema migration;
create schema movein;
grant usage on schema movein to towerkeep_app;
create schema moveout;
grant usage on schema moveout to towerkeep_app;
create schema payments;
grant usage on schema payments to towerkeep_app;
create schema people;
grant usage on schema people to towerkeep_app;
create schema platform;
grant usage on schema platform to towerkeep_app;
create schema rentroll;
grant usage on schema rentroll to towerkeep_app;
create schema service;
grant usage on schema service to towerkeep_app;
create schema sites;
grant usage on schema sites to towerkeep_app;
create schema tenants;
grant usage on schema tenants to towerkeep_app;

CREATE OR REPLACE FUNCTION appraisal.month_of(verdict_at timestamp with time zone, zone text)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
AS $function$ select date_trunc('month', verdict_at at time zone zone)::date $function$;
grant execute on function appraisal.month_of(verdict_at timestamp with time zone, zone text) to public;

CREATE OR REPLACE FUNCTION appraisal.note_closing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into appraisal.closing (site_id, duty_id, month, clause, standard, owner_role, owner_id, verdict)
  select new.site_id, new.id, appraisal.month_of(least(new.closed_at, new.due_at), site.zone), new.clause, new.standard, new.owner_role, new.owner_id,
         case when new.overridden then 'overridden' else new.outcome end
  from sites.site as site where site.id = new.site_id;
  return null;
end $function$;
grant execute on function appraisal.note_closing() to public;

CREATE OR REPLACE FUNCTION billing.check_bill(of_site uuid, of_bill uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (
    select from billing.bill
    cross join lateral (
      select sum(amount) as total, sum(settled) as settled, sum(credited) as credited
      from billing.bill_line line where line.site_id = bill.site_id and line.bill_id = bill.id) lines
    where bill.site_id = of_site and bill.id = of_bill
      and lines.total = bill.total and lines.settled = bill.settled and lines.credited = bill.credited) then
    raise exception 'bill % is not the sum of its lines', of_bill using errcode = 'check_violation', constraint = 'bill_adds_up';
  end if;
end $function$;
grant execute on function billing.check_bill(of_site uuid, of_bill uuid) to public;

CREATE OR REPLACE FUNCTION billing.check_bill_of_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform billing.check_bill(new.site_id, case tg_table_name when 'bill' then new.id else (to_jsonb(new) ->> 'bill_id')::uuid end);
  return null;
end $function$;
grant execute on function billing.check_bill_of_row() to public;

CREATE OR REPLACE FUNCTION billing.check_new_lines()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from (select distinct site_id, bill_id from fresh) touched
    join billing.bill on bill.site_id = touched.site_id and bill.id = touched.bill_id
    where bill.total <> (select sum(amount) from billing.bill_line line where line.site_id = bill.site_id and line.bill_id = bill.id)) then
    raise exception 'lines do not add up to their bill' using errcode = 'check_violation', constraint = 'bill_adds_up';
  end if;
  if exists (
    select from billing.period closed
    join fresh on fresh.site_id = closed.site_id and fresh.entity_id = closed.entity_id
    join billing.bill on bill.site_id = fresh.site_id and bill.id = fresh.bill_id
    where closed.month = date_trunc('month', bill.issued_on)) then
    raise exception 'the month is closed' using errcode = 'check_violation', constraint = 'no_line_in_a_closed_month';
  end if;
  return null;
end $function$;
grant execute on function billing.check_new_lines() to public;

CREATE OR REPLACE FUNCTION billing.refuse_change_of_issued()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  free constant text[] := array['settled', 'credited', 'is_live', 'document_id'];
begin
  if (to_jsonb(old) - free) is distinct from (to_jsonb(new) - free) or new.credited < old.credited then
    raise exception 'an issued bill is never changed: credit it and bill again' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function billing.refuse_change_of_issued() to public;

CREATE OR REPLACE FUNCTION books.refuse_change_of_issued()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state in ('issued', 'red', 'void') and (to_jsonb(old) - 'reason' - 'version') is distinct from (to_jsonb(new) - 'reason' - 'version') then
    raise exception 'an issued invoice is never changed: issue a red one' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function books.refuse_change_of_issued() to public;

CREATE OR REPLACE FUNCTION documents.refuse_change_of_document()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    raise exception 'a document is never removed' using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(old) - array['state', 'completed_at', 'grade', 'sealed_file_id', 'sealed_hash', 'closed_at', 'closed_reason'])
     is distinct from (to_jsonb(new) - array['state', 'completed_at', 'grade', 'sealed_file_id', 'sealed_hash', 'closed_at', 'closed_reason']) then
    raise exception 'an issued document is never changed: issue a new version' using errcode = 'restrict_violation';
  end if;
  if old.completed_at is not null and (new.completed_at, new.grade) is distinct from (old.completed_at, old.grade) then
    raise exception 'a signed document is never changed' using errcode = 'restrict_violation';
  end if;
  if old.sealed_hash is not null and (new.sealed_file_id, new.sealed_hash) is distinct from (old.sealed_file_id, old.sealed_hash) then
    raise exception 'a sealed document is never changed' using errcode = 'restrict_violation';
  end if;
  if old.state <> new.state and not (
       (old.state = 'issued' and new.state in ('signing', 'completed', 'superseded', 'withdrawn'))
    or (old.state = 'signing' and new.state in ('completed', 'superseded', 'withdrawn'))
    or (old.state = 'completed' and new.state = 'superseded')) then
    raise exception 'a document does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function documents.refuse_change_of_document() to public;

CREATE OR REPLACE FUNCTION documents.refuse_change_of_signer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from documents.signature s where s.site_id = old.site_id and s.signer_id = old.id) then
    raise exception 'who has signed stays as they were' using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $function$;
grant execute on function documents.refuse_change_of_signer() to public;

CREATE OR REPLACE FUNCTION documents.site_of_link(secret_hash text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select link.site_id from documents.signing_link link where link.secret_hash = $1 $function$;
grant execute on function documents.site_of_link(secret_hash text) to towerkeep_app;

CREATE OR REPLACE FUNCTION duties.keep_closed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'UPDATE' or old.closed_at is not null then
    raise exception 'a closed duty is never changed and no duty is removed' using errcode = 'restrict_violation';
  end if;
  if (new.site_id, new.id, new.standard, new.clause, new.subject_kind, new.subject_id, new.opened_at)
     is distinct from (old.site_id, old.id, old.standard, old.clause, old.subject_kind, old.subject_id, old.opened_at) then
    raise exception 'what a duty is about is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function duties.keep_closed() to public;

CREATE OR REPLACE FUNCTION evidence.settle()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  here text := (select system_identifier::text from pg_control_system());
  highest bigint;
begin
  if (select cluster from evidence.era) = here then return; end if;
  select coalesce(max(tx_order), 0) into highest from evidence.fact;
  update evidence.era set cluster = here, shift = case when highest >= pg_current_xact_id()::text::bigint then highest else 0 end where cluster <> here;
end $function$;
grant execute on function evidence.settle() to towerkeep_app;

CREATE OR REPLACE FUNCTION evidence.settled_order()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$ begin return pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint + (select shift from evidence.era); end $function$;
grant execute on function evidence.settled_order() to public;

CREATE OR REPLACE FUNCTION evidence.site_of_proof(code text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select proof.site_id from evidence.proof where proof.code = $1 $function$;
grant execute on function evidence.site_of_proof(code text) to towerkeep_app;

CREATE OR REPLACE FUNCTION evidence.tx_order()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$ begin return pg_catalog.pg_current_xact_id()::text::bigint + (select shift from evidence.era); end $function$;
grant execute on function evidence.tx_order() to public;

CREATE OR REPLACE FUNCTION fitout.site_of_permit(code text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select fit_out.site_id from fitout.fit_out where fit_out.permit_code = $1 $function$;
grant execute on function fitout.site_of_permit(code text) to towerkeep_app;

CREATE OR REPLACE FUNCTION leasing.refuse_change_of_terms()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status = 'signed' then
    raise exception 'signed terms stay as they are' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if old.status <> 'draft'
     and (new.terms, new.amendment, new.kind, new.effective_from, new.tenant_id) is distinct from (old.terms, old.amendment, old.kind, old.effective_from, old.tenant_id) then
    raise exception 'only a draft of terms may be changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function leasing.refuse_change_of_terms() to public;

CREATE OR REPLACE FUNCTION meters.keep_reading()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.meter_id, new.round_id, new.read_at, new.values, new.state, new.usage, new.by_band, new.parts, new.previous, new.reader_id)
     is distinct from (old.meter_id, old.round_id, old.read_at, old.values, old.state, old.usage, old.by_band, old.parts, old.previous, old.reader_id) then
    raise exception 'a reading is never changed, only read again' using errcode = 'restrict_violation';
  end if;
  if old.settlement_id is not null and new.settlement_id is not null and new.standing <> old.standing then
    raise exception 'a settled reading is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function meters.keep_reading() to public;

CREATE OR REPLACE FUNCTION moveout.refuse_change_of_sheet()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.posted_at is not null and to_jsonb(old) is distinct from to_jsonb(new) then
    raise exception 'a settlement that is posted stays' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function moveout.refuse_change_of_sheet() to public;

CREATE OR REPLACE FUNCTION payments.check_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select line.settled from billing.bill_line line where line.site_id = new.site_id and line.id = new.line_id)
     is distinct from (select coalesce(sum(amount), 0) from payments.allocation
                       where site_id = new.site_id and line_id = new.line_id and released_at is null) then
    raise exception 'line % is not settled by what is allocated to it', new.line_id using errcode = 'check_violation', constraint = 'settled_by_its_allocations';
  end if;
  if (select payment.allocated from payments.payment where payment.site_id = new.site_id and payment.id = new.payment_id)
     is distinct from (select coalesce(sum(amount), 0) from payments.allocation
                       where site_id = new.site_id and payment_id = new.payment_id and released_at is null) then
    raise exception 'payment % is not allocated as its parts say', new.payment_id using errcode = 'check_violation', constraint = 'allocated_by_its_parts';
  end if;
  return null;
end $function$;
grant execute on function payments.check_allocation() to public;

CREATE OR REPLACE FUNCTION payments.check_posting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select coalesce(sum(amount), 0) from payments.deposit_entry where site_id = new.site_id and posting_id = new.posting_id) <> 0 then
    raise exception 'posting % does not sum to nought', new.posting_id using errcode = 'check_violation', constraint = 'a_posting_sums_to_nought';
  end if;
  if exists (
    select from payments.deposit
    cross join lateral (
      select coalesce(-sum(amount) filter (where account = 'held'), 0) as held, coalesce(sum(amount) filter (where account = 'receivable'), 0) as receivable
      from payments.deposit_entry entry where entry.site_id = deposit.site_id and entry.deposit_id = deposit.id) ledger
    where deposit.site_id = new.site_id and deposit.id = new.deposit_id and (deposit.held, deposit.receivable) is distinct from (ledger.held, ledger.receivable)) then
    raise exception 'deposit % is not the sum of its entries', new.deposit_id using errcode = 'check_violation', constraint = 'a_deposit_is_its_entries';
  end if;
  return null;
end $function$;
grant execute on function payments.check_posting() to public;

CREATE OR REPLACE FUNCTION payments.check_refunded()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from payments.payout_part part
    join payments.payment on payment.site_id = part.site_id and payment.id = part.payment_id
    where part.site_id = new.site_id and part.payout_id = new.id and payment.refunded is distinct from (
      select coalesce(sum(other.amount), 0) from payments.payout_part other
      join payments.payout on payout.site_id = other.site_id and payout.id = other.payout_id
      where other.site_id = payment.site_id and other.payment_id = payment.id and payout.status = 'paid')) then
    raise exception 'payout % does not tie to its payments', new.id using errcode = 'check_violation', constraint = 'refunded_by_its_payouts';
  end if;
  if new.amount is distinct from (select sum(amount) from payments.payout_part where site_id = new.site_id and payout_id = new.id) then
    raise exception 'payout % is not the sum of its parts', new.id using errcode = 'check_violation', constraint = 'a_payout_is_its_parts';
  end if;
  return null;
end $function$;
grant execute on function payments.check_refunded() to public;

CREATE OR REPLACE FUNCTION payments.check_statement_line()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.statement_line_id is not null and
     (select allocated from payments.statement_line where site_id = new.site_id and id = new.statement_line_id)
     is distinct from (select coalesce(sum(amount), 0) from payments.payment
                       where site_id = new.site_id and statement_line_id = new.statement_line_id and reversed_at is null) then
    raise exception 'statement line % is not booked as its payments say', new.statement_line_id using errcode = 'check_violation', constraint = 'booked_by_its_payments';
  end if;
  return null;
end $function$;
grant execute on function payments.check_statement_line() to public;

CREATE OR REPLACE FUNCTION payments.move_deposit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.account = 'held' then
    update payments.deposit set held = held - new.amount where site_id = new.site_id and id = new.deposit_id;
  elsif new.account = 'receivable' then
    update payments.deposit set receivable = receivable + new.amount where site_id = new.site_id and id = new.deposit_id;
  end if;
  return null;
end $function$;
grant execute on function payments.move_deposit() to public;

CREATE OR REPLACE FUNCTION payments.refuse_change_of_booked()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  free constant text[] := array['allocated', 'refunded', 'reversed_at', 'reversed_on', 'reversed_why', 'reversed_reason', 'reversed_by_name', 'released_at', 'released_on',
                                'released_why', 'status', 'note', 'claimed_tenant_id', 'claimed_by_name', 'claimed_at'];
  was constant jsonb := to_jsonb(old);
  will constant jsonb := to_jsonb(new);
begin
  if (was - free) is distinct from (will - free) then
    raise exception 'what was booked is never changed: reverse it and book again' using errcode = 'restrict_violation';
  end if;
  if coalesce(was ->> 'reversed_at', was ->> 'released_at') is not null and was is distinct from will then
    raise exception 'what was reversed stays reversed' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
grant execute on function payments.refuse_change_of_booked() to public;

CREATE OR REPLACE FUNCTION people.actor_of(whom uuid, more jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  who people.person;
begin
  select person.* into who from people.person where id = whom and state = 'active';
  if who.id is null then return null; end if;
  perform set_config('towerkeep.person_id', who.id::text, true);
  return more || jsonb_build_object('personId', who.id, 'name', who.name, 'isAdministrator', who.is_administrator, 'language', who.language, 'grants', people.own_grants());
end $function$;

CREATE OR REPLACE FUNCTION people.own_grants()
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select coalesce(jsonb_agg(jsonb_build_object(
             'siteId', site.id, 'siteName', site.name, 'siteCode', site.code, 'zone', site.zone, 'role', role_grant.role, 'tenantId', role_grant.tenant_id,
             'contactId', role_grant.contact_id, 'authorities', to_jsonb(role_grant.authorities)) order by site.code, role_grant.role), '[]')
    from people.role_grant join sites.site on site.id = role_grant.site_id
    where role_grant.person_id = platform.person_id() and site.state = 'active'
  $function$;
grant execute on function people.own_grants() to towerkeep_app;

CREATE OR REPLACE FUNCTION people.session_actor(hash text, at timestamp with time zone, idle interval)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  held people.session;
begin
  select session.* into held from people.session where token_hash = hash and ended_at is null and expires_at > at and seen_at > at - idle;
  if held.id is null then return null; end if;
  if held.seen_at < at - interval '1 minute' then
    update people.session set seen_at = at where id = held.id;
  end if;
  return people.actor_of(held.person_id, jsonb_build_object('sessionId', held.id, 'expiresAt', held.expires_at));
end $function$;
grant execute on function people.session_actor(hash text, at timestamp with time zone, idle interval) to towerkeep_app;

CREATE OR REPLACE FUNCTION people.tell_access()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  row jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify('towerkeep', json_build_object('siteId', 'company', 'topic', 'people.access', 'id', coalesce(row ->> 'person_id', row ->> 'id'))::text);
  return null;
end $function$;
grant execute on function people.tell_access() to public;

CREATE OR REPLACE FUNCTION people.token_actor(hash text, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  held people.token;
begin
  select token.* into held from people.token where token_hash = hash and ended_at is null and expires_at > at;
  if held.id is null then return null; end if;
  if held.used_at is null or held.used_at < at - interval '1 minute' then
    update people.token set used_at = at where id = held.id;
  end if;
  return people.actor_of(held.person_id, jsonb_build_object('scopes', to_jsonb(held.scopes), 'expiresAt', held.expires_at));
end $function$;
grant execute on function people.token_actor(hash text, at timestamp with time zone) to towerkeep_app;

CREATE OR REPLACE FUNCTION platform.enqueue(name text, payload jsonb, key text, run_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform graphile_worker.add_job(name, payload::json, run_at => run_at, job_key => key, max_attempts => 12);
end $function$;
grant execute on function platform.enqueue(name text, payload jsonb, key text, run_at timestamp with time zone) to towerkeep_app;

CREATE OR REPLACE FUNCTION platform.guard(guarded regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  execute format('create policy at_announced_sites on %s to towerkeep_app using (site_id = any ((select platform.site_ids())::uuid[]))', guarded);
end $function$;
grant execute on function platform.guard(guarded regclass) to public;

CREATE OR REPLACE FUNCTION platform.guard_staff(guarded regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform platform.guard(guarded);
  execute format('create policy not_for_tenants on %s as restrictive to towerkeep_app using ((select platform.tenant_id()) is null)', guarded);
end $function$;
grant execute on function platform.guard_staff(guarded regclass) to public;

CREATE OR REPLACE FUNCTION platform.guard_tenant(guarded regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform platform.guard(guarded);
  execute format(
    'create policy of_own_company on %s as restrictive to towerkeep_app
       using (case when (select platform.tenant_id()) is null then true else tenant_id = (select platform.tenant_id()) end)',
    guarded);
end $function$;
grant execute on function platform.guard_tenant(guarded regclass) to public;

CREATE OR REPLACE FUNCTION platform.person_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('towerkeep.person_id', true), '')::uuid $function$;
grant execute on function platform.person_id() to public;

CREATE OR REPLACE FUNCTION platform.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'rows of %.% are never changed or removed', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $function$;
grant execute on function platform.refuse_change() to public;

CREATE OR REPLACE FUNCTION platform.site_ids()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(nullif(current_setting('towerkeep.site_ids', true), ''), '{}')::uuid[] $function$;
grant execute on function platform.site_ids() to public;

CREATE OR REPLACE FUNCTION platform.tenant_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('towerkeep.tenant_id', true), '')::uuid $function$;
grant execute on function platform.tenant_id() to public;

CREATE OR REPLACE FUNCTION service.search_cases(at_site uuid, wanted text[], patterns text[], newest integer, before_at timestamp with time zone, before_id uuid)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;
grant execute on function service.search_cases(at_site uuid, wanted text[], patterns text[], newest integer, before_at timestamp with time zone, before_id uuid) to towerkeep_app;

CREATE OR REPLACE FUNCTION tenants.grant_as_authorised()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- Shared with other grants, but not with a change of the contact: that waits, and then finds this grant.
  select contact.authorities into new.authorities
  from tenants.contact as contact where contact.site_id = new.site_id and contact.id = new.contact_id for share;
  new.authorities := coalesce(new.authorities, '{}');
  return new;
end $function$;
grant execute on function tenants.grant_as_authorised() to public;

CREATE OR REPLACE FUNCTION tenants.grants_follow_contact()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update people.role_grant set authorities = new.authorities where site_id = new.site_id and contact_id = new.id;
  return null;
end $function$;
grant execute on function tenants.grants_follow_contact() to public;

create table appraisal.closing (
  site_id uuid not null,
  duty_id uuid not null,
  month date not null,
  clause text not null,
  standard text not null,
  owner_role text not null,
  owner_id uuid,
  verdict text not null,
  constraint closing_pkey PRIMARY KEY (site_id, duty_id),
  constraint closing_verdict_check CHECK ((verdict = ANY (ARRAY['kept'::text, 'late'::text, 'missed'::text, 'overridden'::text, 'excused'::text])))
);
alter table appraisal.closing enable row level security;
alter table appraisal.closing force row level security;
create policy at_announced_sites on appraisal.closing for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_read_by_tenants on appraisal.closing as restrictive for select to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select on appraisal.closing to towerkeep_app;

create table appraisal.exception (
  site_id uuid not null,
  evidence_id uuid not null,
  kind text not null,
  happened_at timestamp with time zone not null,
  clause text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_label text not null,
  reason text not null,
  by_id uuid,
  by_name text not null,
  duty_id uuid,
  reason_facts jsonb,
  constraint exception_pkey PRIMARY KEY (site_id, evidence_id),
  constraint exception_by_id_fkey FOREIGN KEY (by_id) REFERENCES people.person(id),
  constraint exception_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint exception_kind_check CHECK ((kind = ANY (ARRAY['dutyExcused'::text, 'dutyOverridden'::text, 'dutyToldLater'::text, 'caseVoided'::text, 'gateOpened'::text, 'ownerHandedOver'::text, 'lineWaived'::text])))
);
CREATE INDEX exception_by_time ON appraisal.exception USING btree (site_id, happened_at DESC, evidence_id DESC);
CREATE INDEX exception_of_duty ON appraisal.exception USING btree (site_id, duty_id) WHERE (duty_id IS NOT NULL);
CREATE TRIGGER exception_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON appraisal.exception FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table appraisal.exception enable row level security;
alter table appraisal.exception force row level security;
create policy at_announced_sites on appraisal.exception for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_read_by_tenants on appraisal.exception as restrictive for select to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on appraisal.exception to towerkeep_app;

create table appraisal.tally (
  site_id uuid not null,
  month date not null,
  clause text not null,
  standard text not null,
  owner_role text not null,
  owner_id uuid,
  kept bigint not null default 0,
  late bigint not null default 0,
  missed bigint not null default 0,
  overridden bigint not null default 0,
  excused bigint not null default 0,
  constraint tally_once UNIQUE NULLS NOT DISTINCT (site_id, month, clause, standard, owner_role, owner_id),
  constraint tally_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint tally_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
alter table appraisal.tally enable row level security;
alter table appraisal.tally force row level security;
create policy at_announced_sites on appraisal.tally for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on appraisal.tally as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on appraisal.tally to towerkeep_app;

create table arrears.collection (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  since date not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint collection_pkey PRIMARY KEY (site_id, id),
  constraint collection_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint collection_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id)
);
CREATE INDEX collection_of_tenant ON arrears.collection USING btree (site_id, tenant_id, opened_at DESC);
CREATE UNIQUE INDEX one_open_collection_of_a_tenant ON arrears.collection USING btree (site_id, tenant_id) WHERE (closed_at IS NULL);
alter table arrears.collection enable row level security;
alter table arrears.collection force row level security;
create policy at_announced_sites on arrears.collection for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on arrears.collection as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on arrears.collection to towerkeep_app;

create table arrears.late_fee (
  site_id uuid not null,
  id uuid not null,
  line_id uuid not null,
  tenant_id uuid not null,
  until_day date not null,
  accrued bigint not null,
  amount bigint not null,
  made_at timestamp with time zone not null,
  by_name text not null,
  constraint late_fee_pkey PRIMARY KEY (site_id, id),
  constraint late_fee_once_a_day UNIQUE (site_id, line_id, until_day),
  constraint late_fee_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint late_fee_site_id_id_fkey FOREIGN KEY (site_id, id) REFERENCES billing.charge(site_id, id),
  constraint late_fee_site_id_line_id_fkey FOREIGN KEY (site_id, line_id) REFERENCES billing.bill_line(site_id, id),
  constraint late_fee_accrued_check CHECK ((accrued > 0)),
  constraint late_fee_check CHECK (((amount > 0) AND (amount <= accrued)))
);
CREATE INDEX late_fee_of_tenant ON arrears.late_fee USING btree (site_id, tenant_id, made_at DESC);
alter table arrears.late_fee enable row level security;
alter table arrears.late_fee force row level security;
create policy at_announced_sites on arrears.late_fee for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on arrears.late_fee as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on arrears.late_fee to towerkeep_app;

create table arrears.late_fee_waiver (
  site_id uuid not null,
  id uuid not null,
  line_id uuid not null,
  tenant_id uuid not null,
  amount bigint not null,
  reason text not null,
  state text not null default 'asked'::text,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision text not null default ''::text,
  constraint late_fee_waiver_pkey PRIMARY KEY (site_id, id),
  constraint late_fee_waiver_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people.person(id),
  constraint late_fee_waiver_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint late_fee_waiver_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint late_fee_waiver_site_id_line_id_fkey FOREIGN KEY (site_id, line_id) REFERENCES billing.bill_line(site_id, id),
  constraint late_fee_waiver_amount_check CHECK ((amount > 0)),
  constraint late_fee_waiver_reason_check CHECK ((reason <> ''::text)),
  constraint late_fee_waiver_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'refused'::text]))),
  constraint waiver_decided_by_another CHECK ((decided_by <> asked_by)),
  constraint waiver_decided_whole CHECK ((((state = 'asked'::text) = (decided_at IS NULL)) AND ((state = 'asked'::text) = (decided_by IS NULL))))
);
CREATE UNIQUE INDEX one_waiver_asked_for_a_line ON arrears.late_fee_waiver USING btree (site_id, line_id) WHERE (state = 'asked'::text);
CREATE INDEX waiver_of_tenant ON arrears.late_fee_waiver USING btree (site_id, tenant_id, asked_at DESC);
alter table arrears.late_fee_waiver enable row level security;
alter table arrears.late_fee_waiver force row level security;
create policy at_announced_sites on arrears.late_fee_waiver for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on arrears.late_fee_waiver as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on arrears.late_fee_waiver to towerkeep_app;

create table arrears.promise (
  site_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  position integer not null,
  tenant_id uuid not null,
  amount bigint not null,
  promised_on date not null,
  promised_by text not null,
  note text not null default ''::text,
  made_on date not null,
  made_at timestamp with time zone not null,
  by_name text not null,
  state text not null default 'open'::text,
  paid bigint not null default 0,
  ended_at timestamp with time zone,
  constraint promise_pkey PRIMARY KEY (site_id, id),
  constraint one_part_at_a_position UNIQUE (site_id, plan_id, "position"),
  constraint promise_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint promise_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint ended_has_its_time CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  constraint kept_is_paid CHECK (((state <> 'kept'::text) OR (paid = amount))),
  constraint promise_amount_check CHECK ((amount > 0)),
  constraint promise_check CHECK (((paid >= 0) AND (paid <= amount))),
  constraint promise_position_check CHECK (("position" >= 1)),
  constraint promise_state_check CHECK ((state = ANY (ARRAY['open'::text, 'kept'::text, 'broken'::text, 'withdrawn'::text])))
);
CREATE INDEX promise_of_tenant ON arrears.promise USING btree (site_id, tenant_id, made_at DESC, id DESC);
CREATE INDEX promise_open ON arrears.promise USING btree (site_id, promised_on, id) WHERE (state = 'open'::text);
alter table arrears.promise enable row level security;
alter table arrears.promise force row level security;
create policy at_announced_sites on arrears.promise for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on arrears.promise as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on arrears.promise to towerkeep_app;

create table arrears.reminder (
  site_id uuid not null,
  bill_id uuid not null,
  due_on date not null,
  ladder_step text not null,
  tenant_id uuid not null,
  addresses text[] not null,
  sent_at timestamp with time zone not null,
  constraint reminder_pkey PRIMARY KEY (site_id, bill_id, due_on, ladder_step),
  constraint reminder_site_id_bill_id_fkey FOREIGN KEY (site_id, bill_id) REFERENCES billing.bill(site_id, id),
  constraint reminder_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint reminder_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint reminder_addresses_check CHECK ((cardinality(addresses) > 0))
);
alter table arrears.reminder enable row level security;
alter table arrears.reminder force row level security;
create policy at_announced_sites on arrears.reminder for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on arrears.reminder as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on arrears.reminder to towerkeep_app;

create table arrears.setting (
  site_id uuid not null,
  ladder jsonb,
  late_fee jsonb,
  charges_monthly boolean not null default false,
  version integer not null default 1,
  constraint setting_pkey PRIMARY KEY (site_id),
  constraint setting_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table arrears.setting enable row level security;
alter table arrears.setting force row level security;
create policy at_announced_sites on arrears.setting for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on arrears.setting as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on arrears.setting to towerkeep_app;

create table arrears.step (
  site_id uuid not null,
  id uuid not null,
  collection_id uuid not null,
  tenant_id uuid not null,
  ladder_step text not null,
  round text not null,
  stage text not null,
  act text not null,
  how_zh text not null,
  how_en text not null,
  within_days integer not null,
  owner_role text not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  state text not null default 'open'::text,
  done_at timestamp with time zone,
  note text not null default ''::text,
  spoke_with text not null default ''::text,
  document_id uuid,
  by_person uuid,
  by_name text not null default ''::text,
  constraint step_pkey PRIMARY KEY (site_id, id),
  constraint step_once_per_round UNIQUE (site_id, collection_id, ladder_step, round),
  constraint step_by_person_fkey FOREIGN KEY (by_person) REFERENCES people.person(id),
  constraint step_site_id_collection_id_fkey FOREIGN KEY (site_id, collection_id) REFERENCES arrears.collection(site_id, id),
  constraint step_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint step_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint done_is_said CHECK (((state <> 'done'::text) OR ((done_at IS NOT NULL) AND (note <> ''::text)))),
  constraint never_a_cut_of_supply CHECK ((act = ANY (ARRAY['reminder'::text, 'call'::text, 'note'::text, 'demandNote'::text, 'formalNotice'::text, 'visit'::text, 'plan'::text, 'followUp'::text, 'lawyerLetter'::text, 'review'::text, 'suit'::text]))),
  constraint step_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'lapsed'::text]))),
  constraint step_within_days_check CHECK ((within_days >= 0))
);
CREATE INDEX step_of_tenant ON arrears.step USING btree (site_id, tenant_id, opened_at DESC, id DESC);
CREATE INDEX step_open ON arrears.step USING btree (site_id, due_at, id) WHERE (state = 'open'::text);
alter table arrears.step enable row level security;
alter table arrears.step force row level security;
create policy at_announced_sites on arrears.step for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on arrears.step as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on arrears.step to towerkeep_app;

create table billing.bill (
  site_id uuid not null,
  id uuid not null,
  bill_no text not null,
  kind text not null,
  tenant_id uuid not null,
  lease_id uuid,
  month date not null,
  issued_on date not null,
  due_on date not null,
  credits_bill_id uuid,
  reason text not null default ''::text,
  run_id uuid,
  total bigint not null,
  settled bigint not null default 0,
  credited bigint not null default 0,
  document_id uuid,
  issued_by_name text not null,
  created_at timestamp with time zone not null,
  constraint bill_pkey PRIMARY KEY (site_id, id),
  constraint bill_number_once UNIQUE (site_id, bill_no),
  constraint bill_site_id_credits_bill_id_fkey FOREIGN KEY (site_id, credits_bill_id) REFERENCES billing.bill(site_id, id),
  constraint bill_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint bill_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint bill_site_id_run_id_fkey FOREIGN KEY (site_id, run_id) REFERENCES billing.run(site_id, id),
  constraint bill_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint a_credit_is_negative CHECK (
CASE kind
    WHEN 'bill'::text THEN (total > 0)
    ELSE ((total < 0) AND (settled = 0) AND (credited = 0))
END),
  constraint a_credit_names_its_bill CHECK (((kind = 'credit'::text) = (credits_bill_id IS NOT NULL))),
  constraint bill_bill_no_check CHECK ((bill_no <> ''::text)),
  constraint bill_kind_check CHECK ((kind = ANY (ARRAY['bill'::text, 'credit'::text]))),
  constraint bill_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint not_settled_beyond_the_total CHECK (((kind = 'credit'::text) OR ((settled >= 0) AND (credited >= 0) AND ((settled + credited) <= total))))
);
CREATE INDEX bill_newest ON billing.bill USING btree (site_id, issued_on DESC, id DESC);
CREATE INDEX bill_of_lease ON billing.bill USING btree (site_id, lease_id, month);
CREATE INDEX bill_of_month ON billing.bill USING btree (site_id, month, id);
CREATE INDEX bill_of_run ON billing.bill USING btree (site_id, run_id, id) WHERE (run_id IS NOT NULL);
CREATE INDEX bill_of_tenant ON billing.bill USING btree (site_id, tenant_id, issued_on DESC, id DESC);
CREATE INDEX bill_open ON billing.bill USING btree (site_id, due_on, id) WHERE ((kind = 'bill'::text) AND ((settled + credited) < total));
CREATE INDEX bill_untouched_by_total ON billing.bill USING btree (site_id, total) WHERE ((kind = 'bill'::text) AND (settled = 0) AND (credited = 0));
CREATE INDEX credits_of_bill ON billing.bill USING btree (site_id, credits_bill_id) WHERE (credits_bill_id IS NOT NULL);
CREATE CONSTRAINT TRIGGER bill_adds_up AFTER INSERT OR UPDATE ON billing.bill DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_bill_of_row();
CREATE TRIGGER bill_stays BEFORE UPDATE ON billing.bill FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_issued();
alter table billing.bill enable always trigger bill_stays;
CREATE TRIGGER bills_never_removed BEFORE DELETE OR TRUNCATE ON billing.bill FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table billing.bill enable always trigger bills_never_removed;
alter table billing.bill enable row level security;
alter table billing.bill force row level security;
create policy at_announced_sites on billing.bill for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on billing.bill as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on billing.bill to towerkeep_app;

create table billing.bill_line (
  site_id uuid not null,
  id uuid not null,
  bill_id uuid not null,
  tenant_id uuid not null,
  lease_id uuid,
  position integer not null,
  fee_item text not null,
  entity_id uuid not null,
  unit_ids uuid[] not null,
  from_day date not null,
  to_day date not null,
  due_on date not null,
  amount bigint not null,
  net bigint not null,
  tax bigint not null,
  tax_rate numeric not null,
  tax_category text not null,
  tax_mode text not null,
  working jsonb not null,
  source_kind text not null,
  source_id text not null,
  credits_line_id uuid,
  is_live boolean not null default true,
  settled bigint not null default 0,
  credited bigint not null default 0,
  constraint bill_line_pkey PRIMARY KEY (site_id, id),
  constraint one_line_at_a_position UNIQUE (site_id, bill_id, "position"),
  constraint bill_line_site_id_bill_id_fkey FOREIGN KEY (site_id, bill_id) REFERENCES billing.bill(site_id, id),
  constraint bill_line_site_id_credits_line_id_fkey FOREIGN KEY (site_id, credits_line_id) REFERENCES billing.bill_line(site_id, id),
  constraint bill_line_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint a_credit_line_names_its_line CHECK ((((source_kind = 'credit'::text) = (credits_line_id IS NOT NULL)) AND ((source_kind = 'credit'::text) = (amount < 0)))),
  constraint bill_line_amount_check CHECK ((amount <> 0)),
  constraint bill_line_check CHECK ((to_day >= from_day)),
  constraint bill_line_position_check CHECK (("position" >= 1)),
  constraint bill_line_source_kind_check CHECK ((source_kind = ANY (ARRAY['schedule'::text, 'charge'::text, 'credit'::text]))),
  constraint bill_line_tax_mode_check CHECK ((tax_mode = ANY (ARRAY['inclusive'::text, 'exclusive'::text]))),
  constraint bill_line_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate < (1)::numeric))),
  constraint free_only_when_credited_whole CHECK ((is_live OR (credited = amount))),
  constraint net_and_tax_make_the_amount CHECK ((amount = (net + tax))),
  constraint settled_within_the_amount CHECK (
CASE source_kind
    WHEN 'credit'::text THEN ((settled = 0) AND (credited = 0))
    ELSE ((settled >= 0) AND (credited >= 0) AND ((settled + credited) <= amount))
END)
);
CREATE INDEX credits_of_line ON billing.bill_line USING btree (site_id, credits_line_id) WHERE (credits_line_id IS NOT NULL);
CREATE INDEX line_of_lease ON billing.bill_line USING btree (site_id, lease_id, from_day) WHERE (is_live AND (source_kind = 'schedule'::text));
CREATE INDEX line_open ON billing.bill_line USING btree (site_id, tenant_id, due_on, id) WHERE ((source_kind <> 'credit'::text) AND ((settled + credited) < amount));
CREATE UNIQUE INDEX source_billed_once ON billing.bill_line USING btree (site_id, source_id, source_kind) WHERE (is_live AND (source_kind <> 'credit'::text));
CREATE CONSTRAINT TRIGGER bill_adds_up AFTER UPDATE ON billing.bill_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_bill_of_row();
CREATE TRIGGER line_stays BEFORE UPDATE ON billing.bill_line FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_issued();
alter table billing.bill_line enable always trigger line_stays;
CREATE TRIGGER lines_are_complete AFTER INSERT ON billing.bill_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION billing.check_new_lines();
CREATE TRIGGER lines_never_removed BEFORE DELETE OR TRUNCATE ON billing.bill_line FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table billing.bill_line enable always trigger lines_never_removed;
alter table billing.bill_line enable row level security;
alter table billing.bill_line force row level security;
create policy at_announced_sites on billing.bill_line for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on billing.bill_line as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on billing.bill_line to towerkeep_app;

create table billing.charge (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  lease_id uuid,
  fee_item text not null,
  unit_ids uuid[] not null,
  from_day date not null,
  to_day date not null,
  due_on date not null,
  amount bigint not null,
  tax_mode text not null,
  working jsonb not null,
  remark text not null default ''::text,
  source_kind text not null,
  source_id text not null,
  status text not null default 'waiting'::text,
  created_at timestamp with time zone not null,
  entity_id uuid,
  constraint charge_pkey PRIMARY KEY (site_id, id),
  constraint charge_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint charge_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint charge_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint charge_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint charge_amount_check CHECK ((amount > 0)),
  constraint charge_check CHECK ((to_day >= from_day)),
  constraint charge_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'billed'::text, 'cancelled'::text]))),
  constraint charge_tax_mode_check CHECK ((tax_mode = ANY (ARRAY['inclusive'::text, 'exclusive'::text])))
);
CREATE INDEX charge_by_tenant ON billing.charge USING btree (site_id, tenant_id, due_on DESC, id DESC);
CREATE UNIQUE INDEX charge_once_per_source ON billing.charge USING btree (site_id, source_kind, source_id) WHERE (status <> 'cancelled'::text);
CREATE INDEX charge_waiting ON billing.charge USING btree (site_id, lease_id, tenant_id, due_on) WHERE (status = 'waiting'::text);
alter table billing.charge enable row level security;
alter table billing.charge force row level security;
create policy at_announced_sites on billing.charge for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on billing.charge as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on billing.charge to towerkeep_app;

create table billing.fee_item (
  site_id uuid not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  payee text not null,
  tax_category text not null,
  goods_code text not null default ''::text,
  version integer not null default 1,
  constraint fee_item_pkey PRIMARY KEY (site_id, code),
  constraint fee_item_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint fee_item_name_en_check CHECK ((name_en <> ''::text)),
  constraint fee_item_name_zh_check CHECK ((name_zh <> ''::text)),
  constraint fee_item_payee_check CHECK ((payee = ANY (ARRAY['owner'::text, 'property'::text])))
);
alter table billing.fee_item enable row level security;
alter table billing.fee_item force row level security;
create policy at_announced_sites on billing.fee_item for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on billing.fee_item to towerkeep_app;

create table billing.lease_progress (
  site_id uuid not null,
  lease_id uuid not null,
  through date not null,
  versions integer not null,
  constraint lease_progress_pkey PRIMARY KEY (site_id, lease_id),
  constraint lease_progress_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id) ON DELETE CASCADE
);
alter table billing.lease_progress enable row level security;
alter table billing.lease_progress force row level security;
create policy at_announced_sites on billing.lease_progress for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.lease_progress as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select, update on billing.lease_progress to towerkeep_app;

create table billing.mailed (
  site_id uuid not null,
  id uuid not null,
  bill_id uuid not null,
  contact_id uuid not null,
  name text not null,
  address text not null,
  mailed_at timestamp with time zone not null,
  by_name text not null,
  constraint mailed_pkey PRIMARY KEY (site_id, id),
  constraint mailed_site_id_bill_id_fkey FOREIGN KEY (site_id, bill_id) REFERENCES billing.bill(site_id, id),
  constraint mailed_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
CREATE INDEX mailed_of_bill ON billing.mailed USING btree (site_id, bill_id, mailed_at);
alter table billing.mailed enable row level security;
alter table billing.mailed force row level security;
create policy at_announced_sites on billing.mailed for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.mailed as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on billing.mailed to towerkeep_app;

create table billing.number_series (
  site_id uuid not null,
  series text not null,
  year integer not null,
  last integer not null,
  constraint number_series_pkey PRIMARY KEY (site_id, series, year),
  constraint number_series_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint number_series_last_check CHECK ((last >= 0)),
  constraint number_series_series_check CHECK ((series ~ '^[a-zA-Z]+$'::text))
);
alter table billing.number_series enable row level security;
alter table billing.number_series force row level security;
create policy at_announced_sites on billing.number_series for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.number_series as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on billing.number_series to towerkeep_app;

create table billing.period (
  site_id uuid not null,
  entity_id uuid not null,
  month date not null,
  closed_at timestamp with time zone not null,
  closed_by uuid,
  closed_by_name text not null,
  constraint period_pkey PRIMARY KEY (site_id, entity_id, month),
  constraint period_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES people.person(id),
  constraint period_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint period_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint period_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
alter table billing.period enable row level security;
alter table billing.period force row level security;
create policy at_announced_sites on billing.period for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.period as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select on billing.period to towerkeep_app;

create table billing.run (
  site_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  month date not null,
  is_dry_run boolean not null,
  sends_mail boolean not null default false,
  status text not null,
  phase text not null default 'leases'::text,
  after_id uuid,
  leases_done integer not null default 0,
  leases_all integer not null default 0,
  bills integer not null default 0,
  lines integer not null default 0,
  credits integer not null default 0,
  total bigint not null default 0,
  credited bigint not null default 0,
  last_month bigint not null default 0,
  errors integer not null default 0,
  skipped integer not null default 0,
  failure jsonb,
  created_by uuid,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  worked_at timestamp with time zone,
  constraint run_pkey PRIMARY KEY (site_id, id),
  constraint run_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint run_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint run_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint run_phase_check CHECK ((phase = ANY (ARRAY['leases'::text, 'tenants'::text, 'over'::text]))),
  constraint run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text])))
);
CREATE UNIQUE INDEX one_run_under_way ON billing.run USING btree (site_id) WHERE ((NOT is_dry_run) AND (status = ANY (ARRAY['queued'::text, 'running'::text])));
CREATE INDEX run_newest ON billing.run USING btree (site_id, created_at DESC, id DESC);
alter table billing.run enable row level security;
alter table billing.run force row level security;
create policy at_announced_sites on billing.run for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.run as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on billing.run to towerkeep_app;

create table billing.run_note (
  site_id uuid not null,
  run_id uuid not null,
  id uuid not null,
  kind text not null,
  lease_id uuid,
  tenant_id uuid,
  label text not null,
  fee_item text,
  was bigint,
  will bigint,
  reasons jsonb not null,
  constraint run_note_pkey PRIMARY KEY (site_id, run_id, id),
  constraint run_note_site_id_run_id_fkey FOREIGN KEY (site_id, run_id) REFERENCES billing.run(site_id, id),
  constraint run_note_kind_check CHECK ((kind = ANY (ARRAY['error'::text, 'skipped'::text, 'new'::text, 'gone'::text, 'changed'::text, 'corrected'::text])))
);
alter table billing.run_note enable row level security;
alter table billing.run_note force row level security;
create policy at_announced_sites on billing.run_note for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.run_note as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on billing.run_note to towerkeep_app;

create table billing.setting (
  site_id uuid not null,
  starts_on date,
  version integer not null default 1,
  constraint setting_pkey PRIMARY KEY (site_id),
  constraint setting_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table billing.setting enable row level security;
alter table billing.setting force row level security;
create policy at_announced_sites on billing.setting for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.setting as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on billing.setting to towerkeep_app;

create table billing.tax_rate (
  site_id uuid not null,
  id uuid not null,
  category text not null,
  taxpayer text not null,
  rate numeric not null,
  from_day date not null,
  constraint tax_rate_pkey PRIMARY KEY (site_id, id),
  constraint one_rate_from_a_day UNIQUE (site_id, category, taxpayer, from_day),
  constraint tax_rate_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint tax_rate_rate_check CHECK (((rate >= (0)::numeric) AND (rate < (1)::numeric))),
  constraint tax_rate_taxpayer_check CHECK ((taxpayer = ANY (ARRAY['general'::text, 'smallScale'::text])))
);
alter table billing.tax_rate enable row level security;
alter table billing.tax_rate force row level security;
create policy at_announced_sites on billing.tax_rate for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select on billing.tax_rate to towerkeep_app;

create table billing.waiver (
  site_id uuid not null,
  id uuid not null,
  bill_id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  lines jsonb not null,
  amount bigint not null,
  reason text not null,
  status text not null default 'asked'::text,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision text not null default ''::text,
  credit_bill_id uuid,
  constraint waiver_pkey PRIMARY KEY (site_id, id),
  constraint waiver_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people.person(id),
  constraint waiver_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint waiver_site_id_bill_id_fkey FOREIGN KEY (site_id, bill_id) REFERENCES billing.bill(site_id, id),
  constraint waiver_site_id_credit_bill_id_fkey FOREIGN KEY (site_id, credit_bill_id) REFERENCES billing.bill(site_id, id),
  constraint waiver_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint approved_has_its_credit CHECK (((status = 'approved'::text) = (credit_bill_id IS NOT NULL))),
  constraint decided_by_another CHECK ((decided_by <> asked_by)),
  constraint decided_whole CHECK ((((status = 'asked'::text) = (decided_at IS NULL)) AND ((status = 'asked'::text) = (decided_by IS NULL)))),
  constraint waiver_amount_check CHECK ((amount > 0)),
  constraint waiver_kind_check CHECK ((kind = ANY (ARRAY['waiver'::text, 'abatement'::text]))),
  constraint waiver_reason_check CHECK ((reason <> ''::text)),
  constraint waiver_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'approved'::text, 'refused'::text])))
);
CREATE INDEX waiver_asked ON billing.waiver USING btree (site_id, asked_at DESC, id DESC);
CREATE INDEX waiver_of_bill ON billing.waiver USING btree (site_id, bill_id);
alter table billing.waiver enable row level security;
alter table billing.waiver force row level security;
create policy at_announced_sites on billing.waiver for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on billing.waiver as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on billing.waiver to towerkeep_app;

create table books.account (
  site_id uuid not null,
  entity_id uuid not null,
  role text not null,
  code text not null,
  name text not null,
  constraint account_pkey PRIMARY KEY (site_id, entity_id, role),
  constraint account_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint account_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint account_code_check CHECK ((code <> ''::text)),
  constraint account_name_check CHECK ((name <> ''::text)),
  constraint account_role_check CHECK ((role <> ''::text))
);
alter table books.account enable row level security;
alter table books.account force row level security;
create policy at_announced_sites on books.account for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on books.account as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on books.account to towerkeep_app;

create table books.invoice (
  site_id uuid not null,
  id uuid not null,
  kind text not null,
  entity_id uuid not null,
  tenant_id uuid not null,
  bill_id uuid not null,
  red_of_id uuid,
  is_leasing boolean not null,
  tax_rate numeric not null,
  amount bigint not null,
  net bigint not null,
  tax bigint not null,
  state text not null,
  batch_id uuid,
  exported_at timestamp with time zone,
  invoice_no text,
  issued_on date,
  confirmation_no text,
  reason text not null default ''::text,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint invoice_pkey PRIMARY KEY (site_id, id),
  constraint invoice_number_once UNIQUE (site_id, invoice_no),
  constraint invoice_site_id_bill_id_fkey FOREIGN KEY (site_id, bill_id) REFERENCES billing.bill(site_id, id),
  constraint invoice_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint invoice_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint invoice_site_id_red_of_id_fkey FOREIGN KEY (site_id, red_of_id) REFERENCES books.invoice(site_id, id),
  constraint invoice_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint exported_is_in_a_batch CHECK (((state <> 'exported'::text) OR (batch_id IS NOT NULL))),
  constraint invoice_invoice_no_check CHECK ((invoice_no ~ '^[0-9]{8,20}$'::text)),
  constraint invoice_kind_check CHECK ((kind = ANY (ARRAY['blue'::text, 'red'::text]))),
  constraint invoice_state_check CHECK ((state = ANY (ARRAY['toIssue'::text, 'exported'::text, 'issued'::text, 'void'::text, 'redRequested'::text, 'red'::text]))),
  constraint invoice_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate < (1)::numeric))),
  constraint issued_has_its_number CHECK ((((state = ANY (ARRAY['issued'::text, 'red'::text])) = (invoice_no IS NOT NULL)) AND ((invoice_no IS NULL) = (issued_on IS NULL)))),
  constraint net_and_tax_make_the_amount CHECK ((amount = (net + tax))),
  constraint red_has_its_confirmation CHECK (((state <> 'red'::text) OR (confirmation_no IS NOT NULL))),
  constraint red_is_negative CHECK (
CASE kind
    WHEN 'red'::text THEN (amount < 0)
    ELSE (amount >= 0)
END),
  constraint red_names_its_invoice CHECK (((kind = 'red'::text) = (red_of_id IS NOT NULL))),
  constraint state_of_its_kind CHECK (
CASE kind
    WHEN 'red'::text THEN (state = ANY (ARRAY['redRequested'::text, 'red'::text]))
    ELSE (state = ANY (ARRAY['toIssue'::text, 'exported'::text, 'issued'::text, 'void'::text]))
END)
);
CREATE INDEX invoice_by_state ON books.invoice USING btree (site_id, state, created_at DESC, id DESC);
CREATE INDEX invoice_newest ON books.invoice USING btree (site_id, created_at DESC, id DESC);
CREATE INDEX invoice_of_batch ON books.invoice USING btree (site_id, batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX invoice_of_tenant ON books.invoice USING btree (site_id, tenant_id, created_at DESC, id DESC);
CREATE INDEX red_of_invoice ON books.invoice USING btree (site_id, red_of_id) WHERE (red_of_id IS NOT NULL);
CREATE TRIGGER invoice_stays BEFORE UPDATE ON books.invoice FOR EACH ROW EXECUTE FUNCTION books.refuse_change_of_issued();
CREATE TRIGGER invoices_never_removed BEFORE DELETE OR TRUNCATE ON books.invoice FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table books.invoice enable row level security;
alter table books.invoice force row level security;
create policy at_announced_sites on books.invoice for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on books.invoice as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on books.invoice to towerkeep_app;

create table books.invoice_line (
  site_id uuid not null,
  invoice_id uuid not null,
  bill_line_id uuid not null,
  amount bigint not null,
  net bigint not null,
  tax bigint not null,
  constraint invoice_line_pkey PRIMARY KEY (site_id, invoice_id, bill_line_id),
  constraint invoice_line_site_id_bill_line_id_fkey FOREIGN KEY (site_id, bill_line_id) REFERENCES billing.bill_line(site_id, id),
  constraint invoice_line_site_id_invoice_id_fkey FOREIGN KEY (site_id, invoice_id) REFERENCES books.invoice(site_id, id),
  constraint net_and_tax_make_the_line CHECK ((amount = (net + tax)))
);
CREATE INDEX invoice_of_bill_line ON books.invoice_line USING btree (site_id, bill_line_id);
alter table books.invoice_line enable row level security;
alter table books.invoice_line force row level security;
create policy at_announced_sites on books.invoice_line for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on books.invoice_line as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on books.invoice_line to towerkeep_app;

create table books.reopening (
  site_id uuid not null,
  id uuid not null,
  entity_id uuid not null,
  month date not null,
  reason text not null,
  state text not null default 'asked'::text,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision text not null default ''::text,
  constraint reopening_pkey PRIMARY KEY (site_id, id),
  constraint reopening_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people.person(id),
  constraint reopening_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint reopening_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint reopening_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint reopening_decided_by_another CHECK ((decided_by <> asked_by)),
  constraint reopening_decided_whole CHECK ((((state = 'asked'::text) = (decided_at IS NULL)) AND ((state = 'asked'::text) = (decided_by IS NULL)))),
  constraint reopening_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint reopening_reason_check CHECK ((reason <> ''::text)),
  constraint reopening_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'refused'::text])))
);
CREATE UNIQUE INDEX one_reopening_asked ON books.reopening USING btree (site_id, entity_id, month) WHERE (state = 'asked'::text);
CREATE INDEX reopening_newest ON books.reopening USING btree (site_id, asked_at DESC, id DESC);
alter table books.reopening enable row level security;
alter table books.reopening force row level security;
create policy at_announced_sites on books.reopening for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on books.reopening as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on books.reopening to towerkeep_app;

create table books.setting (
  site_id uuid not null,
  region text not null default ''::text,
  address text not null default ''::text,
  is_cross_city boolean not null default false,
  area_unit text not null default '平方米'::text,
  version integer not null default 1,
  constraint setting_pkey PRIMARY KEY (site_id),
  constraint setting_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table books.setting enable row level security;
alter table books.setting force row level security;
create policy at_announced_sites on books.setting for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on books.setting as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on books.setting to towerkeep_app;

create table books.statement (
  site_id uuid not null,
  id uuid not null,
  statement_no text not null,
  tenant_id uuid not null,
  from_day date not null,
  to_day date not null,
  opening bigint not null,
  closing bigint not null,
  document_id uuid not null,
  issued_at timestamp with time zone not null,
  issued_by_name text not null,
  constraint statement_pkey PRIMARY KEY (site_id, id),
  constraint statement_number_once UNIQUE (site_id, statement_no),
  constraint statement_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint statement_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint statement_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint statement_check CHECK ((to_day >= from_day))
);
CREATE INDEX statement_of_tenant ON books.statement USING btree (site_id, tenant_id, issued_at DESC, id DESC);
alter table books.statement enable row level security;
alter table books.statement force row level security;
create policy at_announced_sites on books.statement for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on books.statement as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on books.statement to towerkeep_app;

create table documents.certificate (
  site_id uuid not null,
  id uuid not null,
  origin text not null,
  chain bytea[] not null,
  sealed_key bytea not null,
  fingerprint text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone not null,
  made_by_name text not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint certificate_pkey PRIMARY KEY (site_id, id),
  constraint certificate_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint certificate_chain_check CHECK (((cardinality(chain) >= 1) AND (cardinality(chain) <= 8))),
  constraint certificate_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
  constraint certificate_origin_check CHECK ((origin = ANY (ARRAY['selfMade'::text, 'uploaded'::text])))
);
CREATE UNIQUE INDEX one_certificate_in_use ON documents.certificate USING btree (site_id) WHERE (ended_at IS NULL);
alter table documents.certificate enable row level security;
alter table documents.certificate force row level security;
create policy at_announced_sites on documents.certificate for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on documents.certificate as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on documents.certificate to towerkeep_app;

create table documents.document (
  site_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_label text not null,
  version integer not null,
  supersedes_id uuid,
  title jsonb not null,
  language text not null,
  format text not null,
  tenant_id uuid,
  file_id uuid not null,
  hash text not null,
  proof_code text,
  areas jsonb not null default '[]'::jsonb,
  issued_by uuid,
  issued_by_name text not null,
  issued_at timestamp with time zone not null,
  state text not null,
  completed_at timestamp with time zone,
  grade text,
  sealed_file_id uuid,
  sealed_hash text,
  closed_at timestamp with time zone,
  closed_reason text,
  pages_file_id uuid,
  data jsonb not null default '{}'::jsonb,
  constraint document_pkey PRIMARY KEY (site_id, id),
  constraint hash_of_a_document UNIQUE (site_id, id, hash),
  constraint one_document_of_a_version UNIQUE (site_id, kind, subject_kind, subject_id, version),
  constraint document_issued_by_fkey FOREIGN KEY (issued_by) REFERENCES people.person(id),
  constraint document_site_id_file_id_fkey FOREIGN KEY (site_id, file_id) REFERENCES platform.file(site_id, id),
  constraint document_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint document_site_id_pages_file_id_fkey FOREIGN KEY (site_id, pages_file_id) REFERENCES platform.file(site_id, id),
  constraint document_site_id_sealed_file_id_fkey FOREIGN KEY (site_id, sealed_file_id) REFERENCES platform.file(site_id, id),
  constraint document_site_id_supersedes_id_fkey FOREIGN KEY (site_id, supersedes_id) REFERENCES documents.document(site_id, id),
  constraint completed_has_its_day_and_grade CHECK (((state <> 'completed'::text) OR ((completed_at IS NOT NULL) AND (grade IS NOT NULL)))),
  constraint document_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'docx'::text]))),
  constraint document_grade_check CHECK ((grade = ANY (ARRAY['electronic'::text, 'paper'::text]))),
  constraint document_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint document_kind_check CHECK ((kind ~ '^[a-z]+\.[a-zA-Z0-9_]+$'::text)),
  constraint document_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text, 'both'::text]))),
  constraint document_sealed_hash_check CHECK ((sealed_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint document_state_check CHECK ((state = ANY (ARRAY['issued'::text, 'signing'::text, 'completed'::text, 'superseded'::text, 'withdrawn'::text]))),
  constraint document_subject_id_check CHECK ((subject_id <> ''::text)),
  constraint document_subject_kind_check CHECK ((subject_kind <> ''::text)),
  constraint document_version_check CHECK ((version >= 1)),
  constraint sealed_whole CHECK (((sealed_file_id IS NULL) = (sealed_hash IS NULL)))
);
CREATE INDEX document_by_kind ON documents.document USING btree (site_id, kind, issued_at DESC);
CREATE INDEX document_by_subject ON documents.document USING btree (site_id, subject_kind, subject_id, issued_at DESC, id DESC);
CREATE INDEX document_by_time ON documents.document USING btree (site_id, issued_at DESC, id DESC);
CREATE INDEX document_of_tenant ON documents.document USING btree (site_id, tenant_id, issued_at DESC, id DESC) WHERE (tenant_id IS NOT NULL);
CREATE TRIGGER document_stays BEFORE DELETE OR UPDATE ON documents.document FOR EACH ROW EXECUTE FUNCTION documents.refuse_change_of_document();
alter table documents.document enable always trigger document_stays;
CREATE TRIGGER documents_never_emptied BEFORE TRUNCATE ON documents.document FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table documents.document enable always trigger documents_never_emptied;
alter table documents.document enable row level security;
alter table documents.document force row level security;
create policy at_announced_sites on documents.document for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on documents.document as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on documents.document to towerkeep_app;

create table documents.signature (
  site_id uuid not null,
  signer_id uuid not null,
  document_id uuid not null,
  tenant_id uuid,
  means text not null,
  signed_at timestamp with time zone not null,
  authority text not null,
  document_hash text not null,
  image_file_id uuid,
  image_hash text,
  scan_file_id uuid,
  scan_hash text,
  by_person_id uuid,
  by_name text not null,
  evidence_id uuid not null,
  constraint signature_pkey PRIMARY KEY (site_id, signer_id),
  constraint signature_by_person_id_fkey FOREIGN KEY (by_person_id) REFERENCES people.person(id),
  constraint signature_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint signature_site_id_image_file_id_fkey FOREIGN KEY (site_id, image_file_id) REFERENCES platform.file(site_id, id),
  constraint signature_site_id_scan_file_id_fkey FOREIGN KEY (site_id, scan_file_id) REFERENCES platform.file(site_id, id),
  constraint signature_site_id_signer_id_document_id_fkey FOREIGN KEY (site_id, signer_id, document_id) REFERENCES documents.signer(site_id, id, document_id),
  constraint signs_what_was_issued FOREIGN KEY (site_id, document_id, document_hash) REFERENCES documents.document(site_id, id, hash),
  constraint paper_has_a_scan_and_the_rest_an_image CHECK (
CASE
    WHEN (means = 'paper'::text) THEN ((scan_file_id IS NOT NULL) AND (scan_hash IS NOT NULL) AND (image_file_id IS NULL))
    ELSE ((image_file_id IS NOT NULL) AND (image_hash IS NOT NULL) AND (scan_file_id IS NULL))
END),
  constraint signature_image_hash_check CHECK ((image_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint signature_means_check CHECK ((means = ANY (ARRAY['account'::text, 'link'::text, 'witnessed'::text, 'paper'::text]))),
  constraint signature_scan_hash_check CHECK ((scan_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX signature_by_document ON documents.signature USING btree (site_id, document_id);
CREATE TRIGGER signature_stays BEFORE DELETE OR UPDATE ON documents.signature FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table documents.signature enable always trigger signature_stays;
CREATE TRIGGER signatures_never_emptied BEFORE TRUNCATE ON documents.signature FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table documents.signature enable always trigger signatures_never_emptied;
alter table documents.signature enable row level security;
alter table documents.signature force row level security;
create policy at_announced_sites on documents.signature for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on documents.signature as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on documents.signature to towerkeep_app;

create table documents.signer (
  site_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  tenant_id uuid,
  position integer not null,
  party text not null,
  party_name text not null default ''::text,
  name text not null,
  contact_id uuid,
  person_id uuid,
  email text,
  phone text,
  constraint signer_pkey PRIMARY KEY (site_id, id),
  constraint one_signer_at_a_place UNIQUE (site_id, document_id, "position"),
  constraint signer_of_a_document UNIQUE (site_id, id, document_id),
  constraint signer_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint signer_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint signer_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint signer_name_check CHECK ((name <> ''::text)),
  constraint signer_party_check CHECK ((party = ANY (ARRAY['tenant'::text, 'owner'::text, 'property'::text, 'contractor'::text])))
);
CREATE INDEX signer_by_contact ON documents.signer USING btree (site_id, contact_id) WHERE (contact_id IS NOT NULL);
CREATE TRIGGER signer_stays BEFORE DELETE OR UPDATE ON documents.signer FOR EACH ROW EXECUTE FUNCTION documents.refuse_change_of_signer();
alter table documents.signer enable row level security;
alter table documents.signer force row level security;
create policy at_announced_sites on documents.signer for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on documents.signer as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on documents.signer to towerkeep_app;

create table documents.signing_link (
  site_id uuid not null,
  id uuid not null,
  signer_id uuid not null,
  document_id uuid not null,
  tenant_id uuid,
  secret_hash text not null,
  sent_to text,
  created_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_why text,
  code_hash text,
  code_expires_at timestamp with time zone,
  codes_sent integer not null default 0,
  code_sent_at timestamp with time zone,
  code_failures integer not null default 0,
  pass_hash text,
  pass_expires_at timestamp with time zone,
  constraint signing_link_pkey PRIMARY KEY (site_id, id),
  constraint secret_once UNIQUE (secret_hash),
  constraint signing_link_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint signing_link_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint signing_link_site_id_signer_id_document_id_fkey FOREIGN KEY (site_id, signer_id, document_id) REFERENCES documents.signer(site_id, id, document_id),
  constraint ended_for_a_reason CHECK (((ended_at IS NULL) = (ended_why IS NULL))),
  constraint signing_link_ended_why_check CHECK ((ended_why = ANY (ARRAY['used'::text, 'replaced'::text, 'guessed'::text, 'closed'::text])))
);
CREATE UNIQUE INDEX one_live_link_per_signer ON documents.signing_link USING btree (site_id, signer_id) WHERE (ended_at IS NULL);
CREATE INDEX signing_link_by_document ON documents.signing_link USING btree (site_id, document_id);
alter table documents.signing_link enable row level security;
alter table documents.signing_link force row level security;
create policy at_announced_sites on documents.signing_link for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on documents.signing_link as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
create policy owner_reads on documents.signing_link for select to current_user using (true);
grant insert, select on documents.signing_link to towerkeep_app;

create table documents.word_template (
  site_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  file_id uuid not null,
  fields text[] not null,
  uploaded_by_name text not null,
  uploaded_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint word_template_pkey PRIMARY KEY (site_id, id),
  constraint word_template_site_id_file_id_fkey FOREIGN KEY (site_id, file_id) REFERENCES platform.file(site_id, id),
  constraint word_template_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint word_template_kind_check CHECK ((kind ~ '^[a-z]+\.[a-zA-Z0-9_]+$'::text)),
  constraint word_template_name_check CHECK ((name <> ''::text))
);
CREATE UNIQUE INDEX one_word_template_of_a_name ON documents.word_template USING btree (site_id, kind, name) WHERE (ended_at IS NULL);
alter table documents.word_template enable row level security;
alter table documents.word_template force row level security;
create policy at_announced_sites on documents.word_template for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on documents.word_template as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on documents.word_template to towerkeep_app;

create table duties.calendar_year (
  year integer not null,
  version integer not null,
  notice text not null default ''::text,
  papers jsonb not null default '[]'::jsonb,
  days jsonb not null,
  imported_at timestamp with time zone not null,
  imported_by uuid,
  constraint calendar_year_pkey PRIMARY KEY (year, version),
  constraint calendar_year_imported_by_fkey FOREIGN KEY (imported_by) REFERENCES people.person(id),
  constraint calendar_year_version_check CHECK ((version > 0)),
  constraint calendar_year_year_check CHECK (((year >= 1950) AND (year <= 2150)))
);
CREATE TRIGGER calendar_year_never_changed BEFORE DELETE OR UPDATE ON duties.calendar_year FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
grant insert, select on duties.calendar_year to towerkeep_app;

create table duties.duty (
  site_id uuid not null,
  id uuid not null,
  standard text not null,
  manual_version integer not null,
  clause text not null,
  wording jsonb not null,
  subject_kind text not null,
  subject_id text not null,
  subject_label text not null,
  tenant_id uuid,
  owed_to text,
  owner_role text not null,
  owner_id uuid,
  opened_at timestamp with time zone not null,
  counted_from timestamp with time zone not null,
  counted_by text not null,
  time_limit jsonb,
  due_at timestamp with time zone not null,
  explanation jsonb not null,
  provisional boolean not null default false,
  promised_at timestamp with time zone,
  pauses jsonb not null default '[]'::jsonb,
  paused_since timestamp with time zone,
  misses_at timestamp with time zone,
  escalation_step integer not null default 0,
  next_look_at timestamp with time zone,
  closed_at timestamp with time zone,
  recorded_at timestamp with time zone,
  outcome text,
  evidence_id uuid,
  overridden boolean not null default false,
  excuse text,
  excused_by uuid,
  excused_by_name text,
  excuse_facts jsonb,
  constraint duty_pkey PRIMARY KEY (site_id, id),
  constraint duty_excused_by_fkey FOREIGN KEY (excused_by) REFERENCES people.person(id),
  constraint duty_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.person(id),
  constraint duty_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint closed_is_not_looked_at CHECK (((closed_at IS NULL) OR (next_look_at IS NULL))),
  constraint closed_with_an_outcome CHECK (((closed_at IS NULL) = (outcome IS NULL))),
  constraint duty_counted_by_check CHECK ((counted_by = ANY (ARRAY['received'::text, 'counted'::text]))),
  constraint duty_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'late'::text, 'missed'::text, 'excused'::text]))),
  constraint duty_standard_check CHECK ((standard <> ''::text)),
  constraint duty_subject_id_check CHECK ((subject_id <> ''::text)),
  constraint duty_subject_kind_check CHECK ((subject_kind <> ''::text)),
  constraint excused_with_a_reason CHECK ((((outcome IS DISTINCT FROM 'excused'::text) AND (NOT overridden)) OR (COALESCE(excuse, ''::text) <> ''::text)))
);
CREATE INDEX duty_by_clause ON duties.duty USING btree (site_id, clause, due_at);
CREATE INDEX duty_by_evidence ON duties.duty USING btree (site_id, evidence_id) WHERE (evidence_id IS NOT NULL);
CREATE INDEX duty_by_standard ON duties.duty USING btree (site_id, standard, due_at);
CREATE INDEX duty_by_verdict ON duties.duty USING btree (site_id, LEAST(closed_at, due_at) DESC, id DESC) WHERE (closed_at IS NOT NULL);
CREATE INDEX duty_closed ON duties.duty USING btree (site_id, closed_at DESC, id DESC) WHERE (closed_at IS NOT NULL);
CREATE INDEX duty_escalated ON duties.duty USING btree (site_id, due_at, id) WHERE ((closed_at IS NULL) AND (escalation_step > 0));
CREATE INDEX duty_of_person ON duties.duty USING btree (owner_id, due_at, id) WHERE (closed_at IS NULL);
CREATE INDEX duty_of_role ON duties.duty USING btree (site_id, owner_role, due_at, id) WHERE ((closed_at IS NULL) AND (owner_id IS NULL));
CREATE INDEX duty_of_subject ON duties.duty USING btree (site_id, subject_kind, subject_id, opened_at);
CREATE INDEX duty_open ON duties.duty USING btree (site_id, due_at, id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX duty_open_once ON duties.duty USING btree (site_id, standard, subject_kind, subject_id) WHERE (closed_at IS NULL);
CREATE INDEX duty_to_look_at ON duties.duty USING btree (site_id, next_look_at) WHERE (next_look_at IS NOT NULL);
CREATE TRIGGER check_is_counted AFTER INSERT ON duties.duty FOR EACH ROW WHEN (((new.closed_at IS NOT NULL) AND (new.clause <> ''::text))) EXECUTE FUNCTION appraisal.note_closing();
CREATE TRIGGER closing_is_counted AFTER UPDATE OF closed_at ON duties.duty FOR EACH ROW WHEN (((old.closed_at IS NULL) AND (new.closed_at IS NOT NULL) AND (new.clause <> ''::text))) EXECUTE FUNCTION appraisal.note_closing();
CREATE TRIGGER duty_kept_as_closed BEFORE DELETE OR UPDATE ON duties.duty FOR EACH ROW EXECUTE FUNCTION duties.keep_closed();
CREATE TRIGGER duty_never_emptied BEFORE TRUNCATE ON duties.duty FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table duties.duty enable row level security;
alter table duties.duty force row level security;
create policy at_announced_sites on duties.duty for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on duties.duty as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on duties.duty to towerkeep_app;

create table duties.escalation (
  site_id uuid not null,
  duty_id uuid not null,
  step integer not null,
  target text not null,
  role text,
  due_at timestamp with time zone not null,
  escalated_at timestamp with time zone not null,
  constraint escalation_pkey PRIMARY KEY (site_id, duty_id, step),
  constraint escalation_site_id_duty_id_fkey FOREIGN KEY (site_id, duty_id) REFERENCES duties.duty(site_id, id),
  constraint escalation_step_check CHECK ((step > 0))
);
CREATE INDEX escalation_by_time ON duties.escalation USING btree (site_id, escalated_at DESC, duty_id, step);
CREATE TRIGGER escalation_never_changed BEFORE DELETE OR UPDATE ON duties.escalation FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER escalation_never_emptied BEFORE TRUNCATE ON duties.escalation FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table duties.escalation enable row level security;
alter table duties.escalation force row level security;
create policy at_announced_sites on duties.escalation for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on duties.escalation as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on duties.escalation to towerkeep_app;

create table duties.ladder (
  site_id uuid not null,
  standard text not null,
  rungs jsonb not null,
  version integer not null default 1,
  constraint ladder_pkey PRIMARY KEY (site_id, standard),
  constraint ladder_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint ladder_standard_check CHECK ((standard <> ''::text))
);
alter table duties.ladder enable row level security;
alter table duties.ladder force row level security;
create policy at_announced_sites on duties.ladder for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on duties.ladder as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select, update on duties.ladder to towerkeep_app;

create table duties.service_hours (
  site_id uuid not null,
  since date not null,
  week jsonb not null,
  set_at timestamp with time zone not null,
  set_by uuid,
  constraint service_hours_pkey PRIMARY KEY (site_id, since),
  constraint service_hours_set_by_fkey FOREIGN KEY (set_by) REFERENCES people.person(id),
  constraint service_hours_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table duties.service_hours enable row level security;
alter table duties.service_hours force row level security;
create policy at_announced_sites on duties.service_hours for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on duties.service_hours to towerkeep_app;

create table duties.site_day (
  site_id uuid not null,
  date date not null,
  name text not null,
  is_off_day boolean not null,
  spans jsonb,
  set_at timestamp with time zone not null,
  set_by uuid,
  constraint site_day_pkey PRIMARY KEY (site_id, date),
  constraint site_day_set_by_fkey FOREIGN KEY (set_by) REFERENCES people.person(id),
  constraint site_day_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint site_day_name_check CHECK ((name <> ''::text))
);
alter table duties.site_day enable row level security;
alter table duties.site_day force row level security;
create policy at_announced_sites on duties.site_day for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select, update on duties.site_day to towerkeep_app;

create table evidence.era (
  only_one boolean not null default true,
  cluster text not null,
  shift bigint not null,
  constraint era_pkey PRIMARY KEY (only_one),
  constraint era_only_one_check CHECK (only_one),
  constraint era_shift_check CHECK ((shift >= 0))
);
grant select on evidence.era to towerkeep_app;

create table evidence.fact (
  site_id uuid not null,
  id uuid not null,
  tx_order bigint not null default evidence.tx_order(),
  happened_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  name text not null,
  clauses text[] not null,
  subject_kind text not null,
  subject_id text not null,
  facts jsonb not null,
  hash bytea not null,
  constraint fact_pkey PRIMARY KEY (site_id, id),
  constraint fact_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint fact_hash_check CHECK ((octet_length(hash) = 32)),
  constraint fact_name_check CHECK ((name <> ''::text))
);
CREATE INDEX fact_by_order ON evidence.fact USING btree (site_id, tx_order, id);
CREATE INDEX fact_by_subject ON evidence.fact USING btree (site_id, subject_kind, subject_id, received_at, id);
CREATE INDEX fact_by_time ON evidence.fact USING btree (site_id, received_at, id);
CREATE TRIGGER never_changed BEFORE DELETE OR UPDATE ON evidence.fact FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table evidence.fact enable always trigger never_changed;
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON evidence.fact FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table evidence.fact enable always trigger never_emptied;
alter table evidence.fact enable row level security;
alter table evidence.fact force row level security;
create policy at_announced_sites on evidence.fact for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on evidence.fact as restrictive for select to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
create policy owner_reads on evidence.fact for select to current_user using (true);
grant select on evidence.fact to towerkeep_app;

create table evidence.proof (
  site_id uuid not null,
  id uuid not null,
  code text not null,
  document text not null,
  version integer not null,
  subject_kind text not null,
  subject_id text not null,
  content_hash text not null,
  fact_id uuid not null,
  issued_at timestamp with time zone not null,
  constraint proof_pkey PRIMARY KEY (site_id, id),
  constraint code_once UNIQUE (code),
  constraint one_proof_for_one_content UNIQUE (site_id, document, subject_kind, subject_id, version, content_hash),
  constraint proof_site_id_fact_id_fkey FOREIGN KEY (site_id, fact_id) REFERENCES evidence.fact(site_id, id),
  constraint proof_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint proof_code_check CHECK ((code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'::text)),
  constraint proof_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER never_changed BEFORE DELETE OR UPDATE ON evidence.proof FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table evidence.proof enable always trigger never_changed;
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON evidence.proof FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table evidence.proof enable always trigger never_emptied;
alter table evidence.proof enable row level security;
alter table evidence.proof force row level security;
create policy at_announced_sites on evidence.proof for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on evidence.proof as restrictive for select to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
create policy owner_reads on evidence.proof for select to current_user using (true);
grant insert, select on evidence.proof to towerkeep_app;

create table evidence.seal (
  site_id uuid not null,
  number integer not null,
  count integer not null,
  first_id uuid not null,
  last_id uuid not null,
  last_order bigint not null,
  leaves bytea not null,
  root bytea not null,
  previous bytea,
  leap bytea,
  sealed_at timestamp with time zone not null,
  hash bytea not null,
  constraint seal_pkey PRIMARY KEY (site_id, number),
  constraint seal_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint leaves_as_counted CHECK ((octet_length(leaves) = (48 * count))),
  constraint only_the_first_has_none_before CHECK (((number = 1) = (previous IS NULL))),
  constraint seal_count_check CHECK ((count > 0)),
  constraint seal_hash_check CHECK ((octet_length(hash) = 32)),
  constraint seal_leap_check CHECK ((octet_length(leap) = 32)),
  constraint seal_number_check CHECK ((number > 0)),
  constraint seal_previous_check CHECK ((octet_length(previous) = 32)),
  constraint seal_root_check CHECK ((octet_length(root) = 32))
);
CREATE INDEX seal_by_last ON evidence.seal USING btree (site_id, last_order, last_id);
CREATE TRIGGER never_changed BEFORE DELETE OR UPDATE ON evidence.seal FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table evidence.seal enable always trigger never_changed;
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON evidence.seal FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table evidence.seal enable always trigger never_emptied;
alter table evidence.seal enable row level security;
alter table evidence.seal force row level security;
create policy at_announced_sites on evidence.seal for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on evidence.seal as restrictive for select to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on evidence.seal to towerkeep_app;

create table evidence.verification (
  site_id uuid not null,
  id uuid not null,
  verified_at timestamp with time zone not null,
  facts bigint not null,
  unsealed bigint not null,
  seals integer not null,
  head_number integer,
  head_hash bytea,
  findings jsonb not null,
  is_cut_short boolean not null,
  constraint verification_pkey PRIMARY KEY (site_id, id),
  constraint verification_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
CREATE INDEX verification_by_time ON evidence.verification USING btree (site_id, verified_at DESC);
CREATE TRIGGER never_changed BEFORE DELETE OR UPDATE ON evidence.verification FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table evidence.verification enable always trigger never_changed;
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON evidence.verification FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table evidence.verification enable always trigger never_emptied;
alter table evidence.verification enable row level security;
alter table evidence.verification force row level security;
create policy at_announced_sites on evidence.verification for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on evidence.verification as restrictive for select to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on evidence.verification to towerkeep_app;

create table fitout.acceptance (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  outcome text not null,
  note text not null default ''::text,
  accepted_at timestamp with time zone not null,
  by_id uuid,
  by_name text not null,
  constraint acceptance_pkey PRIMARY KEY (site_id, id),
  constraint acceptance_by_id_fkey FOREIGN KEY (by_id) REFERENCES people.person(id),
  constraint acceptance_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint acceptance_kind_check CHECK ((kind = ANY (ARRAY['hidden'::text, 'first'::text, 'second'::text]))),
  constraint acceptance_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'defects'::text])))
);
CREATE INDEX acceptance_of_fit_out ON fitout.acceptance USING btree (site_id, fit_out_id, accepted_at);
CREATE UNIQUE INDEX passed_once ON fitout.acceptance USING btree (site_id, fit_out_id, kind) WHERE (outcome = 'passed'::text);
alter table fitout.acceptance enable row level security;
alter table fitout.acceptance force row level security;
create policy at_announced_sites on fitout.acceptance for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.acceptance as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.acceptance to towerkeep_app;

create table fitout.application (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  version integer not null,
  details jsonb not null,
  submitted_at timestamp with time zone not null,
  submitted_by_id uuid,
  submitted_by_name text not null,
  from_portal boolean not null,
  constraint application_pkey PRIMARY KEY (site_id, id),
  constraint one_application_of_a_version UNIQUE (site_id, fit_out_id, version),
  constraint application_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint application_submitted_by_id_fkey FOREIGN KEY (submitted_by_id) REFERENCES people.person(id),
  constraint application_version_check CHECK ((version >= 1))
);
alter table fitout.application enable row level security;
alter table fitout.application force row level security;
create policy at_announced_sites on fitout.application for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.application as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.application to towerkeep_app;

create table fitout.deduction_list (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  version integer not null,
  lines jsonb not null,
  total bigint not null,
  made_at timestamp with time zone not null,
  made_by_name text not null,
  told_at timestamp with time zone,
  told_to text,
  constraint deduction_list_pkey PRIMARY KEY (site_id, id),
  constraint one_deduction_list_of_a_version UNIQUE (site_id, fit_out_id, version),
  constraint deduction_list_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint deduction_list_total_check CHECK ((total >= 0)),
  constraint deduction_list_version_check CHECK ((version >= 1)),
  constraint told_whole CHECK (((told_at IS NULL) = (told_to IS NULL)))
);
alter table fitout.deduction_list enable row level security;
alter table fitout.deduction_list force row level security;
create policy at_announced_sites on fitout.deduction_list for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.deduction_list as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.deduction_list to towerkeep_app;

create table fitout.defect (
  site_id uuid not null,
  id uuid not null,
  acceptance_id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  description text not null,
  mend_by date not null,
  mended_at timestamp with time zone,
  mended_by_name text,
  constraint defect_pkey PRIMARY KEY (site_id, id),
  constraint defect_site_id_acceptance_id_fkey FOREIGN KEY (site_id, acceptance_id) REFERENCES fitout.acceptance(site_id, id),
  constraint defect_description_check CHECK ((description <> ''::text))
);
CREATE INDEX defect_of_fit_out ON fitout.defect USING btree (site_id, fit_out_id);
alter table fitout.defect enable row level security;
alter table fitout.defect force row level security;
create policy at_announced_sites on fitout.defect for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.defect as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.defect to towerkeep_app;

create table fitout.fee (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  fee_item text not null,
  amount bigint not null,
  constraint fee_pkey PRIMARY KEY (site_id, id),
  constraint fee_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint fee_site_id_id_fkey FOREIGN KEY (site_id, id) REFERENCES billing.charge(site_id, id),
  constraint fee_amount_check CHECK ((amount > 0)),
  constraint fee_fee_item_check CHECK ((fee_item = ANY (ARRAY['fitoutDeposit'::text, 'passDeposit'::text, 'fitoutFee'::text, 'wasteFee'::text])))
);
CREATE INDEX fee_of_fit_out ON fitout.fee USING btree (site_id, fit_out_id);
alter table fitout.fee enable row level security;
alter table fitout.fee force row level security;
create policy at_announced_sites on fitout.fee for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.fee as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.fee to towerkeep_app;

create table fitout.file (
  site_id uuid not null,
  file_id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  constraint file_pkey PRIMARY KEY (site_id, file_id),
  constraint file_site_id_file_id_fkey FOREIGN KEY (site_id, file_id) REFERENCES platform.file(site_id, id),
  constraint file_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint file_kind_check CHECK ((kind = ANY (ARRAY['drawing'::text, 'licence'::text, 'insurance'::text, 'authorisation'::text, 'fireApproval'::text, 'photo'::text])))
);
CREATE INDEX file_of_fit_out ON fitout.file USING btree (site_id, fit_out_id, added_at);
alter table fitout.file enable row level security;
alter table fitout.file force row level security;
create policy at_announced_sites on fitout.file for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.file as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.file to towerkeep_app;

create table fitout.fit_out (
  site_id uuid not null,
  id uuid not null,
  case_no text not null,
  cause text not null,
  tenant_id uuid not null,
  lease_id uuid not null,
  move_in_id uuid,
  unit_ids uuid[] not null,
  place text not null,
  opened_at timestamp with time zone not null,
  opened_by_name text not null,
  guide_at timestamp with time zone,
  guide_to text,
  guide_by_name text,
  fire_no text,
  fire_on date,
  fire_file_id uuid,
  fire_at timestamp with time zone,
  fees_at timestamp with time zone,
  fees_by_name text,
  deposit_asked bigint not null default 0,
  permit_code text,
  completion_asked_at timestamp with time zone,
  completion_on date,
  completion_by_name text,
  withdrawn_at timestamp with time zone,
  withdrawn_why text,
  withdrawn_by_name text,
  ended_at timestamp with time zone,
  constraint fit_out_pkey PRIMARY KEY (site_id, id),
  constraint case_no_of_a_fit_out UNIQUE (site_id, case_no),
  constraint fit_out_site_id_fire_file_id_fkey FOREIGN KEY (site_id, fire_file_id) REFERENCES platform.file(site_id, id),
  constraint fit_out_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint fit_out_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint fit_out_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint completion_whole CHECK (((completion_asked_at IS NULL) = (completion_on IS NULL))),
  constraint fire_approval_whole CHECK ((((fire_at IS NULL) = (fire_no IS NULL)) AND ((fire_at IS NULL) = (fire_on IS NULL)))),
  constraint fit_out_cause_check CHECK ((cause = ANY (ARRAY['moveIn'::text, 'refit'::text]))),
  constraint fit_out_deposit_asked_check CHECK ((deposit_asked >= 0)),
  constraint fit_out_place_check CHECK ((place <> ''::text)),
  constraint fit_out_unit_ids_check CHECK ((cardinality(unit_ids) > 0)),
  constraint guide_whole CHECK (((guide_at IS NULL) = (guide_to IS NULL))),
  constraint withdrawn_for_a_reason CHECK (((withdrawn_at IS NULL) = (withdrawn_why IS NULL))),
  constraint withdrawn_has_ended CHECK (((withdrawn_at IS NULL) OR (ended_at IS NOT NULL)))
);
CREATE UNIQUE INDEX code_of_a_permit ON fitout.fit_out USING btree (permit_code) WHERE (permit_code IS NOT NULL);
CREATE INDEX fit_out_newest ON fitout.fit_out USING btree (site_id, opened_at DESC, id DESC);
CREATE INDEX fit_out_of_tenant ON fitout.fit_out USING btree (site_id, tenant_id, opened_at DESC, id DESC);
CREATE INDEX fit_out_running ON fitout.fit_out USING btree (site_id, opened_at, id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_running_fit_out_of_a_lease ON fitout.fit_out USING btree (site_id, lease_id) WHERE (ended_at IS NULL);
alter table fitout.fit_out enable row level security;
alter table fitout.fit_out force row level security;
create policy at_announced_sites on fitout.fit_out for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.fit_out as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.fit_out to towerkeep_app;

create table fitout.pass (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  pass_no text not null,
  name text not null,
  trade text not null,
  issued_at timestamp with time zone not null,
  returned_at timestamp with time zone,
  constraint pass_pkey PRIMARY KEY (site_id, id),
  constraint one_pass_of_a_number UNIQUE (site_id, pass_no),
  constraint pass_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint pass_name_check CHECK ((name <> ''::text))
);
CREATE INDEX pass_of_fit_out ON fitout.pass USING btree (site_id, fit_out_id, pass_no);
alter table fitout.pass enable row level security;
alter table fitout.pass force row level security;
create policy at_announced_sites on fitout.pass for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.pass as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.pass to towerkeep_app;

create table fitout.patrol (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  result text not null,
  checks jsonb not null,
  findings text not null default ''::text,
  photo_ids uuid[] not null default '{}'::uuid[],
  happened_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  by_id uuid,
  by_name text not null,
  constraint patrol_pkey PRIMARY KEY (site_id, id),
  constraint patrol_by_id_fkey FOREIGN KEY (by_id) REFERENCES people.person(id),
  constraint patrol_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint patrol_result_check CHECK ((result = ANY (ARRAY['inOrder'::text, 'advised'::text, 'violation'::text]))),
  constraint what_is_wrong_is_said CHECK (((result = 'inOrder'::text) OR (findings <> ''::text)))
);
CREATE INDEX patrol_of_fit_out ON fitout.patrol USING btree (site_id, fit_out_id, happened_at DESC);
alter table fitout.patrol enable row level security;
alter table fitout.patrol force row level security;
create policy at_announced_sites on fitout.patrol for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.patrol as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.patrol to towerkeep_app;

create table fitout.permit (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  permit_no text not null,
  from_day date not null,
  to_day date not null,
  hours text not null,
  conditions text not null default ''::text,
  issued_at timestamp with time zone not null,
  issued_by_id uuid,
  issued_by_name text not null,
  reason text not null default ''::text,
  ended_at timestamp with time zone,
  ended_why text,
  constraint permit_pkey PRIMARY KEY (site_id, id),
  constraint permit_issued_by_id_fkey FOREIGN KEY (issued_by_id) REFERENCES people.person(id),
  constraint permit_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint permit_check CHECK ((to_day >= from_day)),
  constraint permit_ended_whole CHECK (((ended_at IS NULL) = (ended_why IS NULL))),
  constraint permit_ended_why_check CHECK ((ended_why = ANY (ARRAY['extended'::text, 'completed'::text, 'withdrawn'::text])))
);
CREATE UNIQUE INDEX one_permit_in_force ON fitout.permit USING btree (site_id, fit_out_id) WHERE (ended_at IS NULL);
CREATE INDEX permit_of_fit_out ON fitout.permit USING btree (site_id, fit_out_id, issued_at);
alter table fitout.permit enable row level security;
alter table fitout.permit force row level security;
create policy at_announced_sites on fitout.permit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.permit as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.permit to towerkeep_app;

create table fitout.refund (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  list_id uuid,
  payee jsonb not null,
  parts jsonb not null,
  refunded bigint not null,
  kept bigint not null,
  claimed bigint not null,
  state text not null default 'asked'::text,
  asked_at timestamp with time zone not null,
  asked_by_id uuid not null,
  asked_by_name text not null,
  decided_at timestamp with time zone,
  decided_by_id uuid,
  decided_by_name text,
  decision text not null default ''::text,
  constraint refund_pkey PRIMARY KEY (site_id, id),
  constraint refund_asked_by_id_fkey FOREIGN KEY (asked_by_id) REFERENCES people.person(id),
  constraint refund_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES people.person(id),
  constraint refund_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint refund_site_id_list_id_fkey FOREIGN KEY (site_id, list_id) REFERENCES fitout.deduction_list(site_id, id),
  constraint refund_claimed_check CHECK ((claimed >= 0)),
  constraint refund_decided_by_another CHECK ((decided_by_id <> asked_by_id)),
  constraint refund_decided_whole CHECK ((((state = 'asked'::text) = (decided_at IS NULL)) AND ((state = 'asked'::text) = (decided_by_id IS NULL)))),
  constraint refund_kept_check CHECK ((kept >= 0)),
  constraint refund_refunded_check CHECK ((refunded >= 0)),
  constraint refund_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'declined'::text])))
);
CREATE UNIQUE INDEX one_refund_of_a_fit_out ON fitout.refund USING btree (site_id, fit_out_id) WHERE (state <> 'declined'::text);
CREATE INDEX refund_of_fit_out ON fitout.refund USING btree (site_id, fit_out_id, asked_at);
alter table fitout.refund enable row level security;
alter table fitout.refund force row level security;
create policy at_announced_sites on fitout.refund for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.refund as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.refund to towerkeep_app;

create table fitout.review (
  site_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  outcome text not null,
  opinion text not null,
  conditions text not null default ''::text,
  is_fire_review_due boolean not null default false,
  reviewed_at timestamp with time zone not null,
  by_id uuid not null,
  by_name text not null,
  withdrawn_at timestamp with time zone,
  withdrawn_why text,
  withdrawn_by_name text,
  constraint review_pkey PRIMARY KEY (site_id, id),
  constraint review_by_id_fkey FOREIGN KEY (by_id) REFERENCES people.person(id),
  constraint review_site_id_application_id_fkey FOREIGN KEY (site_id, application_id) REFERENCES fitout.application(site_id, id),
  constraint review_kind_check CHECK ((kind = ANY (ARRAY['engineering'::text, 'fireSafety'::text]))),
  constraint review_opinion_check CHECK ((opinion <> ''::text)),
  constraint review_outcome_check CHECK ((outcome = ANY (ARRAY['approved'::text, 'returned'::text]))),
  constraint review_withdrawn_for_a_reason CHECK (((withdrawn_at IS NULL) = (withdrawn_why IS NULL)))
);
CREATE UNIQUE INDEX one_review_of_a_kind ON fitout.review USING btree (site_id, application_id, kind) WHERE (withdrawn_at IS NULL);
CREATE INDEX review_of_fit_out ON fitout.review USING btree (site_id, fit_out_id, reviewed_at);
CREATE UNIQUE INDEX reviewed_by_different_people ON fitout.review USING btree (site_id, application_id, by_id) WHERE (withdrawn_at IS NULL);
alter table fitout.review enable row level security;
alter table fitout.review force row level security;
create policy at_announced_sites on fitout.review for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.review as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.review to towerkeep_app;

create table fitout.setting (
  site_id uuid not null,
  needs_handover boolean not null,
  deposit_per_sqm bigint not null,
  fee_per_sqm bigint not null,
  waste_per_sqm bigint not null,
  pass_deposit bigint not null,
  hours text not null,
  version integer not null default 1,
  constraint setting_pkey PRIMARY KEY (site_id),
  constraint setting_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint setting_deposit_per_sqm_check CHECK ((deposit_per_sqm >= 0)),
  constraint setting_fee_per_sqm_check CHECK ((fee_per_sqm >= 0)),
  constraint setting_hours_check CHECK ((hours <> ''::text)),
  constraint setting_pass_deposit_check CHECK ((pass_deposit >= 0)),
  constraint setting_waste_per_sqm_check CHECK ((waste_per_sqm >= 0))
);
alter table fitout.setting enable row level security;
alter table fitout.setting force row level security;
create policy at_announced_sites on fitout.setting for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on fitout.setting to towerkeep_app;

create table fitout.stop_order (
  site_id uuid not null,
  id uuid not null,
  fit_out_id uuid not null,
  tenant_id uuid not null,
  order_no text not null,
  patrol_id uuid,
  violation text not null,
  demand text not null,
  ordered_at timestamp with time zone not null,
  ordered_by_id uuid,
  ordered_by_name text not null,
  rectified_at timestamp with time zone,
  rectification text,
  rectified_by_name text,
  lifted_at timestamp with time zone,
  lifted_by_name text,
  lift_note text,
  constraint stop_order_pkey PRIMARY KEY (site_id, id),
  constraint stop_order_ordered_by_id_fkey FOREIGN KEY (ordered_by_id) REFERENCES people.person(id),
  constraint stop_order_site_id_fit_out_id_fkey FOREIGN KEY (site_id, fit_out_id) REFERENCES fitout.fit_out(site_id, id),
  constraint stop_order_site_id_patrol_id_fkey FOREIGN KEY (site_id, patrol_id) REFERENCES fitout.patrol(site_id, id),
  constraint lifted_after_rectification CHECK (((lifted_at IS NULL) OR ((rectified_at IS NOT NULL) AND (lift_note IS NOT NULL)))),
  constraint rectified_whole CHECK (((rectified_at IS NULL) = (rectification IS NULL))),
  constraint stop_order_demand_check CHECK ((demand <> ''::text)),
  constraint stop_order_violation_check CHECK ((violation <> ''::text))
);
CREATE UNIQUE INDEX one_stop_order_in_force ON fitout.stop_order USING btree (site_id, fit_out_id) WHERE (lifted_at IS NULL);
CREATE INDEX stop_order_of_fit_out ON fitout.stop_order USING btree (site_id, fit_out_id, ordered_at);
alter table fitout.stop_order enable row level security;
alter table fitout.stop_order force row level security;
create policy at_announced_sites on fitout.stop_order for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on fitout.stop_order as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on fitout.stop_order to towerkeep_app;

create table handover.access_batch (
  site_id uuid not null,
  id uuid not null,
  grant_id uuid not null,
  tenant_id uuid not null,
  document_id uuid,
  issued_at timestamp with time zone not null,
  issued_by_name text not null,
  constraint access_batch_pkey PRIMARY KEY (site_id, id),
  constraint batch_of_a_tenant UNIQUE (site_id, id, tenant_id),
  constraint access_batch_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint access_batch_site_id_grant_id_tenant_id_fkey FOREIGN KEY (site_id, grant_id, tenant_id) REFERENCES handover.access_grant(site_id, id, tenant_id)
);
CREATE INDEX batch_of_grant ON handover.access_batch USING btree (site_id, grant_id, issued_at);
alter table handover.access_batch enable row level security;
alter table handover.access_batch force row level security;
create policy at_announced_sites on handover.access_batch for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.access_batch as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.access_batch to towerkeep_app;

create table handover.access_grant (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  lease_id uuid not null,
  case_id uuid,
  taken_over_why text not null default ''::text,
  granted_at timestamp with time zone not null,
  granted_by_name text not null,
  ended_at timestamp with time zone,
  ended_by_name text,
  ended_why text,
  is_live boolean not null generated always as ((ended_at IS NULL)) stored,
  constraint access_grant_pkey PRIMARY KEY (site_id, id),
  constraint grant_of_a_tenant UNIQUE (site_id, id, tenant_id),
  constraint grant_while_it_lives UNIQUE (site_id, id, is_live),
  constraint access_grant_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint access_grant_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint access_grant_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint a_grant_comes_of_a_move_in_or_a_reason CHECK (((case_id IS NULL) = (taken_over_why <> ''::text))),
  constraint access_grant_check CHECK ((ended_at >= granted_at)),
  constraint an_ended_grant_says_why CHECK ((((ended_at IS NULL) = (ended_why IS NULL)) AND ((ended_at IS NULL) = (ended_by_name IS NULL))))
);
CREATE INDEX grant_of_case ON handover.access_grant USING btree (site_id, case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX grant_of_lease ON handover.access_grant USING btree (site_id, lease_id, granted_at);
CREATE UNIQUE INDEX one_live_grant_of_a_lease ON handover.access_grant USING btree (site_id, lease_id) WHERE (ended_at IS NULL);
alter table handover.access_grant enable row level security;
alter table handover.access_grant force row level security;
create policy at_announced_sites on handover.access_grant for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.access_grant as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.access_grant to towerkeep_app;

create table handover.access_item (
  site_id uuid not null,
  id uuid not null,
  grant_id uuid not null,
  batch_id uuid not null,
  tenant_id uuid not null,
  lease_id uuid not null,
  kind text not null,
  number text not null,
  holder text not null,
  post text not null default ''::text,
  phone text not null default ''::text,
  zones text not null default ''::text,
  valid_to date,
  fee bigint not null default 0,
  issued_at timestamp with time zone not null,
  issued_by_name text not null,
  state text not null default 'inUse'::text,
  ended_at timestamp with time zone,
  ended_by_name text,
  ended_why text not null default ''::text,
  replaces_id uuid,
  charge_id uuid,
  needs_live boolean generated always as (
CASE
    WHEN (state = 'inUse'::text) THEN true
    ELSE NULL::boolean
END) stored,
  constraint access_item_pkey PRIMARY KEY (site_id, id),
  constraint access_item_site_id_batch_id_tenant_id_fkey FOREIGN KEY (site_id, batch_id, tenant_id) REFERENCES handover.access_batch(site_id, id, tenant_id),
  constraint access_item_site_id_charge_id_fkey FOREIGN KEY (site_id, charge_id) REFERENCES billing.charge(site_id, id),
  constraint access_item_site_id_grant_id_tenant_id_fkey FOREIGN KEY (site_id, grant_id, tenant_id) REFERENCES handover.access_grant(site_id, id, tenant_id),
  constraint access_item_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint access_item_site_id_replaces_id_fkey FOREIGN KEY (site_id, replaces_id) REFERENCES handover.access_item(site_id, id),
  constraint nobody_holds_anything_without_a_live_grant FOREIGN KEY (site_id, grant_id, needs_live) REFERENCES handover.access_grant(site_id, id, is_live),
  constraint access_item_fee_check CHECK ((fee >= 0)),
  constraint access_item_holder_check CHECK ((holder <> ''::text)),
  constraint access_item_kind_check CHECK ((kind = ANY (ARRAY['card'::text, 'key'::text]))),
  constraint access_item_number_check CHECK ((number <> ''::text)),
  constraint access_item_state_check CHECK ((state = ANY (ARRAY['inUse'::text, 'lost'::text, 'returned'::text, 'cancelled'::text]))),
  constraint what_is_over_says_when CHECK ((((state = 'inUse'::text) = (ended_at IS NULL)) AND ((state = 'inUse'::text) = (ended_by_name IS NULL))))
);
CREATE INDEX item_in_state ON handover.access_item USING btree (site_id, state, issued_at DESC, id DESC);
CREATE INDEX item_newest ON handover.access_item USING btree (site_id, issued_at DESC, id DESC);
CREATE INDEX item_of_batch ON handover.access_item USING btree (site_id, batch_id);
CREATE INDEX item_of_grant ON handover.access_item USING btree (site_id, grant_id);
CREATE INDEX item_of_lease ON handover.access_item USING btree (site_id, lease_id, state);
CREATE INDEX item_search ON handover.access_item USING gin (number public.gin_trgm_ops, holder public.gin_trgm_ops);
CREATE UNIQUE INDEX number_once_in_use ON handover.access_item USING btree (site_id, kind, number) WHERE (state = 'inUse'::text);
alter table handover.access_item enable row level security;
alter table handover.access_item force row level security;
create policy at_announced_sites on handover.access_item for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.access_item as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.access_item to towerkeep_app;

create table handover.defect (
  site_id uuid not null,
  id uuid not null,
  inspection_id uuid not null,
  tenant_id uuid not null,
  line_key text not null,
  place jsonb not null,
  part jsonb not null,
  condition text not null,
  text text not null,
  photos text[] not null default '{}'::text[],
  responsible text,
  mend_by date,
  state text not null default 'open'::text,
  mended_at timestamp with time zone,
  mended_by uuid,
  mended_by_name text,
  mended_note text not null default ''::text,
  judged_at timestamp with time zone,
  judged_by_name text,
  judged_note text not null default ''::text,
  constraint defect_pkey PRIMARY KEY (site_id, id),
  constraint defect_once_per_item UNIQUE (site_id, inspection_id, line_key),
  constraint defect_mended_by_fkey FOREIGN KEY (mended_by) REFERENCES people.person(id),
  constraint defect_site_id_inspection_id_tenant_id_fkey FOREIGN KEY (site_id, inspection_id, tenant_id) REFERENCES handover.inspection(site_id, id, tenant_id),
  constraint confirmed_has_its_time CHECK (((state <> 'confirmed'::text) OR (judged_at IS NOT NULL))),
  constraint defect_condition_check CHECK ((condition = ANY (ARRAY['defect'::text, 'missing'::text]))),
  constraint defect_responsible_check CHECK ((responsible = ANY (ARRAY['operator'::text, 'owner'::text, 'contractor'::text, 'tenant'::text]))),
  constraint defect_state_check CHECK ((state = ANY (ARRAY['open'::text, 'mended'::text, 'confirmed'::text]))),
  constraint mended_has_its_time CHECK (((state = 'open'::text) OR (mended_at IS NOT NULL)))
);
CREATE INDEX defect_to_mend ON handover.defect USING btree (site_id, state, mend_by, id);
alter table handover.defect enable row level security;
alter table handover.defect force row level security;
create policy at_announced_sites on handover.defect for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.defect as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.defect to towerkeep_app;

create table handover.inspection (
  site_id uuid not null,
  id uuid not null,
  inspection_no text not null,
  type text not null,
  tenant_id uuid not null,
  lease_id uuid,
  case_id uuid,
  place text not null,
  baseline_id uuid,
  list_version integer not null,
  lines jsonb not null,
  meters jsonb not null default '[]'::jsonb,
  assignee_id uuid,
  inspector_ids uuid[] not null default '{}'::uuid[],
  appointment_at timestamp with time zone,
  appointment_note text not null default ''::text,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  stage text not null default 'waiting'::text,
  counts jsonb not null,
  signed_at timestamp with time zone,
  content_hash text,
  document_id uuid,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_reason text,
  constraint inspection_pkey PRIMARY KEY (site_id, id),
  constraint inspection_no_once_per_site UNIQUE (site_id, inspection_no),
  constraint inspection_of_tenant UNIQUE (site_id, id, tenant_id),
  constraint inspection_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES people.person(id),
  constraint inspection_site_id_baseline_id_tenant_id_fkey FOREIGN KEY (site_id, baseline_id, tenant_id) REFERENCES handover.inspection(site_id, id, tenant_id),
  constraint inspection_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint inspection_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint inspection_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint inspection_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint inspection_check CHECK ((baseline_id <> id)),
  constraint inspection_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint inspection_inspection_no_check CHECK ((inspection_no <> ''::text)),
  constraint inspection_list_version_check CHECK ((list_version >= 0)),
  constraint inspection_stage_check CHECK ((stage = ANY (ARRAY['waiting'::text, 'underWay'::text, 'oneSigned'::text, 'signed'::text, 'withdrawn'::text]))),
  constraint inspection_type_check CHECK ((type = ANY (ARRAY['moveIn'::text, 'fitOut'::text, 'moveOut'::text]))),
  constraint signed_names_its_content CHECK ((((stage = 'signed'::text) = (signed_at IS NOT NULL)) AND ((signed_at IS NULL) = (content_hash IS NULL)))),
  constraint withdrawn_has_its_reason CHECK ((((stage = 'withdrawn'::text) = (withdrawn_at IS NOT NULL)) AND ((withdrawn_at IS NULL) OR (withdrawn_reason <> ''::text))))
);
CREATE INDEX inspection_by_assignee ON handover.inspection USING btree (site_id, assignee_id, stage);
CREATE INDEX inspection_by_case ON handover.inspection USING btree (site_id, case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX inspection_by_lease ON handover.inspection USING btree (site_id, lease_id);
CREATE INDEX inspection_by_stage ON handover.inspection USING btree (site_id, stage, opened_at DESC, id DESC);
CREATE INDEX inspection_by_tenant ON handover.inspection USING btree (site_id, tenant_id, opened_at DESC);
CREATE INDEX inspection_newest ON handover.inspection USING btree (site_id, opened_at DESC, id DESC);
CREATE INDEX inspection_search ON handover.inspection USING gin (place public.gin_trgm_ops, inspection_no public.gin_trgm_ops);
alter table handover.inspection enable row level security;
alter table handover.inspection force row level security;
create policy at_announced_sites on handover.inspection for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.inspection as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.inspection to towerkeep_app;

create table handover.inspection_fact (
  site_id uuid not null,
  id uuid not null,
  inspection_id uuid not null,
  tenant_id uuid not null,
  device_id uuid not null,
  number integer not null,
  kind text not null,
  happened_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  by_person uuid,
  by_name text not null,
  data jsonb not null,
  constraint inspection_fact_pkey PRIMARY KEY (site_id, id),
  constraint inspection_fact_by_person_fkey FOREIGN KEY (by_person) REFERENCES people.person(id),
  constraint inspection_fact_site_id_inspection_id_tenant_id_fkey FOREIGN KEY (site_id, inspection_id, tenant_id) REFERENCES handover.inspection(site_id, id, tenant_id),
  constraint inspection_fact_kind_check CHECK ((kind = ANY (ARRAY['itemChecked'::text, 'photoTaken'::text, 'meterRead'::text, 'keysCounted'::text, 'questionAsked'::text, 'questionAnswered'::text, 'lineAgreed'::text, 'lineDisputed'::text, 'finished'::text, 'signed'::text]))),
  constraint inspection_fact_number_check CHECK ((number >= 0))
);
CREATE INDEX fact_of_inspection ON handover.inspection_fact USING btree (site_id, inspection_id);
CREATE TRIGGER facts_are_never_changed BEFORE DELETE OR UPDATE ON handover.inspection_fact FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table handover.inspection_fact enable row level security;
alter table handover.inspection_fact force row level security;
create policy at_announced_sites on handover.inspection_fact for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.inspection_fact as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.inspection_fact to towerkeep_app;

create table handover.inspection_photo (
  site_id uuid not null,
  inspection_id uuid not null,
  hash text not null,
  tenant_id uuid not null,
  constraint inspection_photo_pkey PRIMARY KEY (site_id, inspection_id, hash),
  constraint inspection_photo_site_id_inspection_id_tenant_id_fkey FOREIGN KEY (site_id, inspection_id, tenant_id) REFERENCES handover.inspection(site_id, id, tenant_id),
  constraint inspection_photo_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX inspection_photo_by_hash ON handover.inspection_photo USING btree (site_id, hash);
alter table handover.inspection_photo enable row level security;
alter table handover.inspection_photo force row level security;
create policy at_announced_sites on handover.inspection_photo for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.inspection_photo as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.inspection_photo to towerkeep_app;

create table handover.inspection_unit (
  site_id uuid not null,
  inspection_id uuid not null,
  unit_id uuid not null,
  tenant_id uuid not null,
  constraint inspection_unit_pkey PRIMARY KEY (site_id, inspection_id, unit_id),
  constraint inspection_unit_site_id_inspection_id_tenant_id_fkey FOREIGN KEY (site_id, inspection_id, tenant_id) REFERENCES handover.inspection(site_id, id, tenant_id),
  constraint inspection_unit_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id)
);
CREATE INDEX inspection_by_unit ON handover.inspection_unit USING btree (site_id, unit_id);
alter table handover.inspection_unit enable row level security;
alter table handover.inspection_unit force row level security;
create policy at_announced_sites on handover.inspection_unit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.inspection_unit as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on handover.inspection_unit to towerkeep_app;

create table handover.item_list (
  site_id uuid not null,
  version integer not null,
  areas jsonb not null,
  parts jsonb not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  constraint item_list_pkey PRIMARY KEY (site_id, version),
  constraint item_list_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint item_list_version_check CHECK ((version > 0))
);
alter table handover.item_list enable row level security;
alter table handover.item_list force row level security;
create policy at_announced_sites on handover.item_list for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on handover.item_list as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on handover.item_list to towerkeep_app;

create table handover.passed_reading (
  site_id uuid not null,
  inspection_id uuid not null,
  meter_id uuid not null,
  tenant_id uuid not null,
  fact_id uuid not null,
  reading_id uuid,
  refused jsonb not null default '[]'::jsonb,
  tried_at timestamp with time zone not null,
  constraint passed_reading_pkey PRIMARY KEY (site_id, inspection_id, meter_id),
  constraint passed_reading_site_id_fact_id_fkey FOREIGN KEY (site_id, fact_id) REFERENCES handover.inspection_fact(site_id, id),
  constraint passed_reading_site_id_inspection_id_tenant_id_fkey FOREIGN KEY (site_id, inspection_id, tenant_id) REFERENCES handover.inspection(site_id, id, tenant_id),
  constraint passed_reading_site_id_meter_id_fkey FOREIGN KEY (site_id, meter_id) REFERENCES meters.meter(site_id, id),
  constraint passed_reading_site_id_reading_id_fkey FOREIGN KEY (site_id, reading_id) REFERENCES meters.reading(site_id, id),
  constraint taken_or_refused CHECK (((reading_id IS NULL) = (refused <> '[]'::jsonb)))
);
alter table handover.passed_reading enable row level security;
alter table handover.passed_reading force row level security;
create policy at_announced_sites on handover.passed_reading for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on handover.passed_reading as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on handover.passed_reading to towerkeep_app;

create table handover.photo (
  site_id uuid not null,
  hash text not null,
  file_id uuid not null,
  type text not null,
  size bigint not null,
  received_at timestamp with time zone not null,
  constraint photo_pkey PRIMARY KEY (site_id, hash),
  constraint photo_site_id_file_id_fkey FOREIGN KEY (site_id, file_id) REFERENCES platform.file(site_id, id),
  constraint photo_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint photo_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint photo_size_check CHECK ((size > 0)),
  constraint photo_type_check CHECK ((type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text])))
);
alter table handover.photo enable row level security;
alter table handover.photo force row level security;
create policy at_announced_sites on handover.photo for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select on handover.photo to towerkeep_app;

create table handover.photo_piece (
  site_id uuid not null,
  hash text not null,
  starts_at integer not null,
  size integer not null,
  bytes bytea not null,
  received_at timestamp with time zone not null,
  constraint photo_piece_pkey PRIMARY KEY (site_id, hash, starts_at),
  constraint photo_piece_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint photo_piece_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint photo_piece_size_check CHECK ((size > 0)),
  constraint photo_piece_starts_at_check CHECK ((starts_at >= 0))
);
alter table handover.photo_piece enable row level security;
alter table handover.photo_piece force row level security;
create policy at_announced_sites on handover.photo_piece for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on handover.photo_piece as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select on handover.photo_piece to towerkeep_app;

create table leasing.annex_list (
  site_id uuid not null,
  annexes jsonb not null,
  changed_at timestamp with time zone not null,
  version integer not null default 1,
  constraint annex_list_pkey PRIMARY KEY (site_id),
  constraint annex_list_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table leasing.annex_list enable row level security;
alter table leasing.annex_list force row level security;
create policy at_announced_sites on leasing.annex_list for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on leasing.annex_list to towerkeep_app;

create table leasing.asking (
  site_id uuid not null,
  unit_id uuid not null,
  price numeric(14,6) not null,
  price_unit text not null,
  note text not null default ''::text,
  changed_at timestamp with time zone not null,
  version integer not null default 1,
  constraint asking_pkey PRIMARY KEY (site_id, unit_id),
  constraint asking_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id) ON DELETE CASCADE,
  constraint asking_price_check CHECK ((price >= (0)::numeric)),
  constraint asking_price_unit_check CHECK ((price_unit = ANY (ARRAY['sqmDay'::text, 'sqmMonth'::text, 'month'::text])))
);
alter table leasing.asking enable row level security;
alter table leasing.asking force row level security;
create policy at_announced_sites on leasing.asking for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on leasing.asking as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select, update on leasing.asking to towerkeep_app;

create table leasing.explained_point (
  site_id uuid not null,
  lease_id uuid not null,
  point text not null,
  hash text not null,
  tenant_id uuid not null,
  contact_id uuid,
  name text not null,
  means text not null,
  by_person uuid,
  confirmed_at timestamp with time zone not null,
  evidence_id uuid not null,
  constraint explained_point_pkey PRIMARY KEY (site_id, lease_id, point, hash),
  constraint explained_point_by_person_fkey FOREIGN KEY (by_person) REFERENCES people.person(id),
  constraint explained_point_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id) ON DELETE CASCADE,
  constraint explained_point_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint explained_point_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint explained_point_means_check CHECK ((means = ANY (ARRAY['portal'::text, 'screen'::text]))),
  constraint explained_point_name_check CHECK ((name <> ''::text))
);
alter table leasing.explained_point enable row level security;
alter table leasing.explained_point force row level security;
create policy at_announced_sites on leasing.explained_point for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on leasing.explained_point as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on leasing.explained_point to towerkeep_app;

create table leasing.lease (
  site_id uuid not null,
  id uuid not null,
  lease_no text not null,
  tenant_id uuid not null,
  status text not null,
  lease_start date not null,
  lease_end date not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  rent_start date,
  handover_on date,
  move_in_on date,
  constraint lease_pkey PRIMARY KEY (site_id, id),
  constraint lease_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint lease_ends_after_it_starts CHECK ((lease_end >= lease_start)),
  constraint lease_lease_no_check CHECK ((lease_no <> ''::text)),
  constraint lease_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'signed'::text, 'ended'::text, 'cancelled'::text])))
);
CREATE INDEX lease_by_end ON leasing.lease USING btree (site_id, lease_end, id);
CREATE INDEX lease_by_no ON leasing.lease USING btree (site_id, lease_no);
CREATE INDEX lease_by_tenant ON leasing.lease USING btree (site_id, tenant_id);
alter table leasing.lease enable row level security;
alter table leasing.lease force row level security;
create policy at_announced_sites on leasing.lease for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on leasing.lease as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant delete, insert, select, update on leasing.lease to towerkeep_app;

create table leasing.lease_terms (
  site_id uuid not null,
  lease_id uuid not null,
  number integer not null,
  tenant_id uuid not null,
  kind text not null,
  cause text,
  effective_from date not null,
  terms jsonb,
  reason text not null default ''::text,
  status text not null,
  drafted_by uuid,
  drafted_by_name text not null,
  drafted_at timestamp with time zone not null,
  submitted_by uuid,
  submitted_by_name text,
  submitted_at timestamp with time zone,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamp with time zone,
  refused_by_name text,
  refused_at timestamp with time zone,
  refused_reason text,
  document_id uuid,
  signed_on date,
  grade text,
  version integer not null default 1,
  amendment jsonb,
  scan_file_id uuid,
  constraint lease_terms_pkey PRIMARY KEY (site_id, lease_id, number),
  constraint lease_terms_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES people.person(id),
  constraint lease_terms_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES people.person(id),
  constraint lease_terms_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint lease_terms_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id) ON DELETE CASCADE,
  constraint lease_terms_site_id_scan_file_id_fkey FOREIGN KEY (site_id, scan_file_id) REFERENCES platform.file(site_id, id),
  constraint lease_terms_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint lease_terms_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES people.person(id),
  constraint amendment_has_its_reason CHECK (((number = 1) OR (reason <> ''::text))),
  constraint approved_by_another CHECK (((approved_by IS NULL) OR (submitted_by IS NULL) OR (approved_by <> submitted_by))),
  constraint lease_is_whole_and_amendment_a_change CHECK ((((number = 1) = (terms IS NOT NULL)) AND ((number = 1) = (amendment IS NULL)))),
  constraint lease_terms_cause_check CHECK ((cause = ANY (ARRAY['agreed'::text, 'tenantBreach'::text, 'ownerBreach'::text, 'forceMajeure'::text, 'statutory'::text]))),
  constraint lease_terms_grade_check CHECK ((grade = ANY (ARRAY['electronic'::text, 'paper'::text]))),
  constraint lease_terms_kind_check CHECK ((kind = ANY (ARRAY['original'::text, 'price'::text, 'area'::text, 'extension'::text, 'renewal'::text, 'freePeriod'::text, 'party'::text, 'expansion'::text, 'contraction'::text, 'holdover'::text, 'sublease'::text, 'termination'::text, 'revival'::text, 'other'::text]))),
  constraint lease_terms_number_check CHECK ((number >= 1)),
  constraint lease_terms_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'signed'::text, 'cancelled'::text]))),
  constraint original_is_the_first CHECK (((kind = 'original'::text) = (number = 1))),
  constraint signed_has_its_day_and_grade CHECK ((((status = 'signed'::text) = (signed_on IS NOT NULL)) AND ((status = 'signed'::text) = (grade IS NOT NULL)))),
  constraint termination_has_its_cause CHECK (((kind = 'termination'::text) = (cause IS NOT NULL)))
);
CREATE UNIQUE INDEX one_open_version_of_a_lease ON leasing.lease_terms USING btree (site_id, lease_id) WHERE (status = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text]));
CREATE TRIGGER terms_stay BEFORE DELETE OR UPDATE ON leasing.lease_terms FOR EACH ROW EXECUTE FUNCTION leasing.refuse_change_of_terms();
alter table leasing.lease_terms enable row level security;
alter table leasing.lease_terms force row level security;
create policy at_announced_sites on leasing.lease_terms for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on leasing.lease_terms as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on leasing.lease_terms to towerkeep_app;

create table leasing.lease_unit (
  site_id uuid not null,
  lease_id uuid not null,
  unit_id uuid not null,
  tenant_id uuid not null,
  from_day date not null,
  to_day date not null,
  area_centi bigint,
  is_live boolean not null,
  constraint lease_unit_pkey PRIMARY KEY (site_id, lease_id, unit_id, from_day),
  constraint one_tenant_at_a_time EXCLUDE USING gist (unit_id WITH =, daterange(from_day, to_day, '[]'::text) WITH &&, site_id WITH =) WHERE (is_live),
  constraint lease_unit_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id) ON DELETE CASCADE,
  constraint lease_unit_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id),
  constraint lease_unit_area_centi_check CHECK ((area_centi > 0)),
  constraint lease_unit_check CHECK ((to_day >= from_day))
);
CREATE INDEX lease_unit_by_unit ON leasing.lease_unit USING btree (site_id, unit_id, from_day DESC);
alter table leasing.lease_unit enable row level security;
alter table leasing.lease_unit force row level security;
create policy at_announced_sites on leasing.lease_unit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on leasing.lease_unit as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant delete, insert, select, update on leasing.lease_unit to towerkeep_app;

create table leasing.letter_of_intent (
  site_id uuid not null,
  id uuid not null,
  letter_no text not null,
  lead_id uuid,
  tenant_id uuid,
  party_name text not null,
  held_from date not null,
  held_until date not null,
  lease_start date not null,
  lease_end date not null,
  price numeric(14,6) not null,
  price_unit text not null,
  contract_price bigint not null,
  earnest_money bigint not null,
  notes text not null default ''::text,
  state text not null,
  ended_at timestamp with time zone,
  end_reason text not null default ''::text,
  lease_id uuid,
  document_id uuid,
  created_by uuid,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint letter_of_intent_pkey PRIMARY KEY (site_id, id),
  constraint letter_no_once_per_site UNIQUE (site_id, letter_no),
  constraint letter_of_intent_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint letter_of_intent_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint letter_of_intent_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint letter_of_intent_site_id_lead_id_fkey FOREIGN KEY (site_id, lead_id) REFERENCES tenants.lead(site_id, id),
  constraint letter_of_intent_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint letter_of_intent_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint a_leased_letter_names_its_lease CHECK (((state = 'leased'::text) = (lease_id IS NOT NULL))),
  constraint a_letter_is_to_somebody CHECK (((lead_id IS NOT NULL) OR (tenant_id IS NOT NULL))),
  constraint an_ended_letter_says_when CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  constraint earnest_money_at_most_a_fifth CHECK (((earnest_money * 5) <= contract_price)),
  constraint held_from_before_until CHECK ((held_from <= held_until)),
  constraint intended_term_in_order CHECK ((lease_start <= lease_end)),
  constraint letter_of_intent_contract_price_check CHECK ((contract_price >= 0)),
  constraint letter_of_intent_earnest_money_check CHECK ((earnest_money >= 0)),
  constraint letter_of_intent_letter_no_check CHECK ((letter_no <> ''::text)),
  constraint letter_of_intent_party_name_check CHECK ((party_name <> ''::text)),
  constraint letter_of_intent_price_check CHECK ((price >= (0)::numeric)),
  constraint letter_of_intent_price_unit_check CHECK ((price_unit = ANY (ARRAY['sqmDay'::text, 'sqmMonth'::text, 'month'::text]))),
  constraint letter_of_intent_state_check CHECK ((state = ANY (ARRAY['open'::text, 'expired'::text, 'leased'::text, 'withdrawn'::text])))
);
CREATE INDEX letter_by_creation ON leasing.letter_of_intent USING btree (site_id, created_at DESC, id DESC);
CREATE INDEX letter_by_hold ON leasing.letter_of_intent USING btree (site_id, held_until, id) WHERE (state = 'open'::text);
CREATE INDEX letter_of_lead ON leasing.letter_of_intent USING btree (site_id, lead_id) WHERE (lead_id IS NOT NULL);
CREATE INDEX letter_of_tenant ON leasing.letter_of_intent USING btree (site_id, tenant_id) WHERE (tenant_id IS NOT NULL);
alter table leasing.letter_of_intent enable row level security;
alter table leasing.letter_of_intent force row level security;
create policy at_announced_sites on leasing.letter_of_intent for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on leasing.letter_of_intent as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on leasing.letter_of_intent to towerkeep_app;

create table leasing.letter_unit (
  site_id uuid not null,
  letter_id uuid not null,
  unit_id uuid not null,
  area_centi bigint not null,
  held_from date not null,
  held_until date not null,
  is_live boolean not null,
  constraint letter_unit_pkey PRIMARY KEY (site_id, letter_id, unit_id),
  constraint one_letter_holds_a_unit EXCLUDE USING gist (unit_id WITH =, daterange(held_from, held_until, '[]'::text) WITH &&, site_id WITH =) WHERE (is_live),
  constraint letter_unit_site_id_letter_id_fkey FOREIGN KEY (site_id, letter_id) REFERENCES leasing.letter_of_intent(site_id, id),
  constraint letter_unit_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id),
  constraint letter_unit_area_centi_check CHECK ((area_centi > 0)),
  constraint letter_unit_check CHECK ((held_until >= held_from))
);
CREATE INDEX letter_unit_by_unit ON leasing.letter_unit USING btree (site_id, unit_id, held_until DESC);
alter table leasing.letter_unit enable row level security;
alter table leasing.letter_unit force row level security;
create policy at_announced_sites on leasing.letter_unit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on leasing.letter_unit as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on leasing.letter_unit to towerkeep_app;

create table leasing.vacancy_list (
  site_id uuid not null,
  id uuid not null,
  title text not null,
  note text not null default ''::text,
  by_day date not null,
  with_prices boolean not null,
  contact_name text not null,
  contact_phone text not null default ''::text,
  token_hash text not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  views integer not null default 0,
  last_viewed_at timestamp with time zone,
  constraint vacancy_list_pkey PRIMARY KEY (site_id, id),
  constraint vacancy_list_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint vacancy_list_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint vacancy_list_check CHECK ((expires_at > created_at)),
  constraint vacancy_list_title_check CHECK ((title <> ''::text)),
  constraint vacancy_list_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint vacancy_list_views_check CHECK ((views >= 0))
);
CREATE INDEX vacancy_list_by_creation ON leasing.vacancy_list USING btree (site_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX vacancy_list_by_token ON leasing.vacancy_list USING btree (site_id, token_hash);
alter table leasing.vacancy_list enable row level security;
alter table leasing.vacancy_list force row level security;
create policy at_announced_sites on leasing.vacancy_list for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on leasing.vacancy_list as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on leasing.vacancy_list to towerkeep_app;

create table leasing.vacancy_list_unit (
  site_id uuid not null,
  list_id uuid not null,
  unit_id uuid not null,
  position integer not null,
  price numeric(14,6),
  price_unit text,
  constraint vacancy_list_unit_pkey PRIMARY KEY (site_id, list_id, unit_id),
  constraint vacancy_list_unit_site_id_list_id_fkey FOREIGN KEY (site_id, list_id) REFERENCES leasing.vacancy_list(site_id, id),
  constraint vacancy_list_unit_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id)
);
alter table leasing.vacancy_list_unit enable row level security;
alter table leasing.vacancy_list_unit force row level security;
create policy at_announced_sites on leasing.vacancy_list_unit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on leasing.vacancy_list_unit as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on leasing.vacancy_list_unit to towerkeep_app;

create table manual.announcement (
  site_id uuid not null,
  edition_id uuid not null,
  announced_at timestamp with time zone not null,
  constraint announcement_pkey PRIMARY KEY (site_id, edition_id),
  constraint announcement_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES manual.edition(id),
  constraint announcement_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table manual.announcement enable row level security;
alter table manual.announcement force row level security;
create policy at_announced_sites on manual.announcement for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select on manual.announcement to towerkeep_app;

create table manual.edition (
  id uuid not null,
  number integer not null,
  state text not null,
  effective_from date,
  book jsonb not null,
  book_hash text,
  note text not null default ''::text,
  version integer not null default 1,
  created_by uuid,
  created_at timestamp with time zone not null,
  published_by uuid,
  published_at timestamp with time zone,
  constraint edition_pkey PRIMARY KEY (id),
  constraint edition_number_once UNIQUE (number),
  constraint edition_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint edition_published_by_fkey FOREIGN KEY (published_by) REFERENCES people.person(id),
  constraint edition_number_check CHECK ((number > 0)),
  constraint edition_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text]))),
  constraint published_edition_has_its_day CHECK (((state = 'published'::text) = ((effective_from IS NOT NULL) AND (published_at IS NOT NULL) AND (book_hash IS NOT NULL))))
);
CREATE UNIQUE INDEX one_draft_edition ON manual.edition USING btree (state) WHERE (state = 'draft'::text);
CREATE UNIQUE INDEX one_edition_takes_effect_a_day ON manual.edition USING btree (effective_from) WHERE (state = 'published'::text);
CREATE TRIGGER editions_stay BEFORE TRUNCATE ON manual.edition FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER published_edition_stays BEFORE DELETE OR UPDATE ON manual.edition FOR EACH ROW WHEN ((old.state = 'published'::text)) EXECUTE FUNCTION platform.refuse_change();
grant delete, insert, select, update on manual.edition to towerkeep_app;

create table manual.gate_opening (
  site_id uuid not null,
  id uuid not null,
  procedure text not null,
  case_id uuid not null,
  step text not null,
  codes text[] not null,
  reason text not null,
  by_id uuid,
  by_name text not null,
  opened_at timestamp with time zone not null,
  constraint gate_opening_pkey PRIMARY KEY (site_id, id),
  constraint gate_opening_by_id_fkey FOREIGN KEY (by_id) REFERENCES people.person(id),
  constraint gate_opening_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint gate_opening_codes_check CHECK ((cardinality(codes) > 0)),
  constraint gate_opening_procedure_check CHECK ((procedure = ANY (ARRAY['moveIn'::text, 'fitOut'::text, 'moveOut'::text]))),
  constraint gate_opening_reason_check CHECK ((reason <> ''::text)),
  constraint gate_opening_step_check CHECK ((step <> ''::text))
);
CREATE INDEX gate_opening_of_case ON manual.gate_opening USING btree (site_id, procedure, case_id);
CREATE TRIGGER gate_opening_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON manual.gate_opening FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table manual.gate_opening enable row level security;
alter table manual.gate_opening force row level security;
create policy at_announced_sites on manual.gate_opening for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on manual.gate_opening as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on manual.gate_opening to towerkeep_app;

create table manual.site_parameter (
  site_id uuid not null,
  id uuid not null,
  parameter text not null,
  value integer not null,
  effective_from date not null,
  is_adopted boolean not null,
  reason text not null default ''::text,
  set_by uuid,
  set_by_name text not null,
  set_at timestamp with time zone not null,
  constraint site_parameter_pkey PRIMARY KEY (site_id, id),
  constraint site_parameter_set_by_fkey FOREIGN KEY (set_by) REFERENCES people.person(id),
  constraint site_parameter_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint site_parameter_parameter_check CHECK ((parameter <> ''::text))
);
CREATE INDEX site_parameter_in_force ON manual.site_parameter USING btree (site_id, parameter, effective_from DESC, set_at DESC, id DESC);
CREATE TRIGGER site_parameters_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON manual.site_parameter FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table manual.site_parameter enable row level security;
alter table manual.site_parameter force row level security;
create policy at_announced_sites on manual.site_parameter for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select on manual.site_parameter to towerkeep_app;

create table meters.final_charge (
  site_id uuid not null,
  reading_id uuid not null,
  lease_id uuid not null,
  charge_id uuid not null,
  amount bigint not null,
  charged_at timestamp with time zone not null,
  constraint final_charge_pkey PRIMARY KEY (site_id, reading_id, lease_id),
  constraint final_charge_site_id_charge_id_fkey FOREIGN KEY (site_id, charge_id) REFERENCES billing.charge(site_id, id),
  constraint final_charge_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint final_charge_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint final_charge_site_id_reading_id_fkey FOREIGN KEY (site_id, reading_id) REFERENCES meters.reading(site_id, id),
  constraint final_charge_amount_check CHECK ((amount >= 0))
);
CREATE TRIGGER final_charges_stay BEFORE DELETE OR UPDATE ON meters.final_charge FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table meters.final_charge enable row level security;
alter table meters.final_charge force row level security;
create policy at_announced_sites on meters.final_charge for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.final_charge as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on meters.final_charge to towerkeep_app;

create table meters.meter (
  site_id uuid not null,
  id uuid not null,
  meter_no text not null,
  kind text not null,
  role text not null,
  registers text not null,
  digits integer not null,
  multiplier numeric(13,4) not null,
  direction text not null,
  calibrated_on date,
  calibration_due date,
  place text not null default ''::text,
  parent_id uuid,
  route_id uuid,
  position integer not null default 0,
  tariff_id uuid,
  state text not null default 'inService'::text,
  installed_on date not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint meter_pkey PRIMARY KEY (site_id, id),
  constraint meter_of_a_kind UNIQUE (site_id, id, kind),
  constraint meter_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint meter_site_id_parent_id_kind_fkey FOREIGN KEY (site_id, parent_id, kind) REFERENCES meters.meter(site_id, id, kind),
  constraint meter_site_id_route_id_fkey FOREIGN KEY (site_id, route_id) REFERENCES meters.route(site_id, id),
  constraint meter_site_id_tariff_id_kind_fkey FOREIGN KEY (site_id, tariff_id, kind) REFERENCES meters.tariff(site_id, id, kind),
  constraint meter_check CHECK ((calibration_due >= calibrated_on)),
  constraint meter_check1 CHECK ((parent_id <> id)),
  constraint meter_digits_check CHECK (((digits >= 3) AND (digits <= 9))),
  constraint meter_direction_check CHECK ((direction = ANY (ARRAY['import'::text, 'export'::text]))),
  constraint meter_kind_check CHECK ((kind = ANY (ARRAY['electricity'::text, 'water'::text, 'chilledWater'::text, 'gas'::text, 'heat'::text]))),
  constraint meter_meter_no_check CHECK ((meter_no <> ''::text)),
  constraint meter_multiplier_check CHECK ((multiplier > (0)::numeric)),
  constraint meter_registers_check CHECK ((registers = ANY (ARRAY['single'::text, 'threeBand'::text, 'fourBand'::text]))),
  constraint meter_role_check CHECK ((role = ANY (ARRAY['main'::text, 'tenant'::text, 'common'::text]))),
  constraint meter_state_check CHECK ((state = ANY (ARRAY['inService'::text, 'removed'::text])))
);
CREATE INDEX meter_by_calibration ON meters.meter USING btree (site_id, calibration_due) WHERE (state = 'inService'::text);
CREATE INDEX meter_by_no ON meters.meter USING btree (site_id, meter_no, id);
CREATE INDEX meter_by_parent ON meters.meter USING btree (site_id, parent_id);
CREATE INDEX meter_by_route ON meters.meter USING btree (site_id, route_id, "position", meter_no);
CREATE UNIQUE INDEX meter_no_once_in_service ON meters.meter USING btree (site_id, meter_no) WHERE (state = 'inService'::text);
CREATE INDEX meter_search ON meters.meter USING gin (meter_no public.gin_trgm_ops, place public.gin_trgm_ops);
alter table meters.meter enable row level security;
alter table meters.meter force row level security;
create policy at_announced_sites on meters.meter for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.meter as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.meter to towerkeep_app;

create table meters.meter_unit (
  site_id uuid not null,
  meter_id uuid not null,
  unit_id uuid not null,
  constraint meter_unit_pkey PRIMARY KEY (site_id, meter_id, unit_id),
  constraint meter_unit_site_id_meter_id_fkey FOREIGN KEY (site_id, meter_id) REFERENCES meters.meter(site_id, id),
  constraint meter_unit_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id)
);
CREATE INDEX meter_by_unit ON meters.meter_unit USING btree (site_id, unit_id);
alter table meters.meter_unit enable row level security;
alter table meters.meter_unit force row level security;
create policy at_announced_sites on meters.meter_unit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.meter_unit as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select on meters.meter_unit to towerkeep_app;

create table meters.objection (
  site_id uuid not null,
  id uuid not null,
  settlement_id uuid not null,
  tenant_id uuid not null,
  said text not null,
  raised_by_name text not null,
  raised_at timestamp with time zone not null,
  answer text,
  answered_by_name text,
  answered_at timestamp with time zone,
  constraint objection_pkey PRIMARY KEY (site_id, id),
  constraint objection_site_id_settlement_id_fkey FOREIGN KEY (site_id, settlement_id) REFERENCES meters.settlement(site_id, id),
  constraint objection_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint objection_said_check CHECK ((said <> ''::text))
);
CREATE INDEX objection_by_settlement ON meters.objection USING btree (site_id, settlement_id, raised_at);
alter table meters.objection enable row level security;
alter table meters.objection force row level security;
create policy at_announced_sites on meters.objection for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on meters.objection as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on meters.objection to towerkeep_app;

create table meters.policy (
  site_id uuid not null,
  kind text not null,
  from_day date not null,
  common text not null,
  loss text not null,
  tariff_id uuid,
  recorded_at timestamp with time zone not null,
  constraint policy_pkey PRIMARY KEY (site_id, kind, from_day),
  constraint policy_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint policy_site_id_tariff_id_kind_fkey FOREIGN KEY (site_id, tariff_id, kind) REFERENCES meters.tariff(site_id, id, kind),
  constraint policy_common_check CHECK ((common = ANY (ARRAY['none'::text, 'byUsage'::text, 'byArea'::text]))),
  constraint policy_kind_check CHECK ((kind = ANY (ARRAY['electricity'::text, 'water'::text, 'chilledWater'::text, 'gas'::text, 'heat'::text]))),
  constraint policy_loss_check CHECK ((loss = ANY (ARRAY['none'::text, 'byUsage'::text, 'byArea'::text]))),
  constraint what_is_shared_has_a_price CHECK ((((common = 'none'::text) AND (loss = 'none'::text)) OR (tariff_id IS NOT NULL)))
);
alter table meters.policy enable row level security;
alter table meters.policy force row level security;
create policy at_announced_sites on meters.policy for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.policy as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.policy to towerkeep_app;

create table meters.reading (
  site_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  round_id uuid,
  purpose text not null,
  read_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  read_on date not null,
  values jsonb not null,
  state text not null,
  standing text not null,
  doubts text[] not null default '{}'::text[],
  remark text not null default ''::text,
  is_certain boolean not null default false,
  previous_id uuid,
  previous jsonb not null default '{}'::jsonb,
  usage numeric not null,
  by_band jsonb not null,
  parts jsonb not null,
  mean numeric,
  multiplier numeric(13,4) not null,
  photo_id uuid,
  is_by_hand boolean not null default true,
  reader_id uuid,
  reader_name text not null,
  reviewer_id uuid,
  reviewer_name text,
  reviewed_at timestamp with time zone,
  review_note text not null default ''::text,
  settlement_id uuid,
  constraint reading_pkey PRIMARY KEY (site_id, id),
  constraint reading_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES people.person(id),
  constraint reading_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES people.person(id),
  constraint reading_site_id_meter_id_fkey FOREIGN KEY (site_id, meter_id) REFERENCES meters.meter(site_id, id),
  constraint reading_site_id_photo_id_fkey FOREIGN KEY (site_id, photo_id) REFERENCES platform.file(site_id, id),
  constraint reading_site_id_round_id_meter_id_fkey FOREIGN KEY (site_id, round_id, meter_id) REFERENCES meters.round_meter(site_id, round_id, meter_id),
  constraint reading_site_id_settlement_id_fkey FOREIGN KEY (site_id, settlement_id) REFERENCES meters.settlement(site_id, id),
  constraint a_doubt_is_confirmed_by_another CHECK (((standing <> 'confirmed'::text) OR (reviewer_id <> reader_id))),
  constraint a_round_reads_periodically CHECK (((purpose = 'periodic'::text) = (round_id IS NOT NULL))),
  constraint an_estimate_says_why CHECK (((state <> ALL (ARRAY['estimated'::text, 'rollover'::text])) OR (remark <> ''::text))),
  constraint reading_purpose_check CHECK ((purpose = ANY (ARRAY['opening'::text, 'periodic'::text, 'handover'::text]))),
  constraint reading_standing_check CHECK ((standing = ANY (ARRAY['accepted'::text, 'waiting'::text, 'confirmed'::text, 'sentBack'::text, 'superseded'::text]))),
  constraint reading_state_check CHECK ((state = ANY (ARRAY['normal'::text, 'replaced'::text, 'rollover'::text, 'estimated'::text]))),
  constraint reading_usage_check CHECK ((usage >= (0)::numeric))
);
CREATE UNIQUE INDEX one_reading_a_round ON meters.reading USING btree (site_id, round_id, meter_id) WHERE ((round_id IS NOT NULL) AND (standing = ANY (ARRAY['accepted'::text, 'waiting'::text, 'confirmed'::text])));
CREATE INDEX reading_by_settlement ON meters.reading USING btree (site_id, settlement_id);
CREATE INDEX reading_of_meter ON meters.reading USING btree (site_id, meter_id, read_at DESC) WHERE (standing = ANY (ARRAY['accepted'::text, 'waiting'::text, 'confirmed'::text]));
CREATE INDEX reading_of_round ON meters.reading USING btree (site_id, round_id);
CREATE INDEX reading_to_review ON meters.reading USING btree (site_id, read_at, id) WHERE (standing = 'waiting'::text);
CREATE INDEX reading_to_settle ON meters.reading USING btree (site_id, meter_id, read_at) WHERE ((settlement_id IS NULL) AND (standing = ANY (ARRAY['accepted'::text, 'waiting'::text, 'confirmed'::text])));
CREATE TRIGGER what_was_read_stays BEFORE UPDATE ON meters.reading FOR EACH ROW EXECUTE FUNCTION meters.keep_reading();
alter table meters.reading enable row level security;
alter table meters.reading force row level security;
create policy at_announced_sites on meters.reading for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.reading as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.reading to towerkeep_app;

create table meters.replacement (
  site_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  replaced_at timestamp with time zone not null,
  old_meter_no text not null,
  old_digits integer not null,
  old_multiplier numeric(13,4) not null,
  old_final jsonb not null,
  new_meter_no text not null,
  new_digits integer not null,
  new_multiplier numeric(13,4) not null,
  new_opening jsonb not null,
  calibrated_on date,
  calibration_due date,
  reason text not null,
  state text not null default 'waiting'::text,
  recorded_by uuid not null,
  recorded_by_name text not null,
  recorded_at timestamp with time zone not null,
  reviewed_by uuid,
  reviewed_by_name text,
  reviewed_at timestamp with time zone,
  constraint replacement_pkey PRIMARY KEY (site_id, id),
  constraint replacement_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES people.person(id),
  constraint replacement_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES people.person(id),
  constraint replacement_site_id_meter_id_fkey FOREIGN KEY (site_id, meter_id) REFERENCES meters.meter(site_id, id),
  constraint a_replacement_is_confirmed_by_another CHECK (((state <> 'confirmed'::text) OR (reviewed_by <> recorded_by))),
  constraint replacement_new_digits_check CHECK (((new_digits >= 3) AND (new_digits <= 9))),
  constraint replacement_new_meter_no_check CHECK ((new_meter_no <> ''::text)),
  constraint replacement_new_multiplier_check CHECK ((new_multiplier > (0)::numeric)),
  constraint replacement_reason_check CHECK ((reason <> ''::text)),
  constraint replacement_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'rejected'::text])))
);
CREATE UNIQUE INDEX one_replacement_waits_at_a_time ON meters.replacement USING btree (site_id, meter_id) WHERE (state = 'waiting'::text);
CREATE INDEX replacement_by_meter ON meters.replacement USING btree (site_id, meter_id, replaced_at DESC);
alter table meters.replacement enable row level security;
alter table meters.replacement force row level security;
create policy at_announced_sites on meters.replacement for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.replacement as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.replacement to towerkeep_app;

create table meters.round (
  site_id uuid not null,
  id uuid not null,
  route_id uuid not null,
  month date not null,
  from_day date not null,
  to_day date not null,
  state text not null default 'open'::text,
  opened_by_name text not null,
  opened_at timestamp with time zone not null,
  closed_by_name text,
  closed_at timestamp with time zone,
  constraint round_pkey PRIMARY KEY (site_id, id),
  constraint one_round_a_month UNIQUE (site_id, route_id, month),
  constraint round_site_id_route_id_fkey FOREIGN KEY (site_id, route_id) REFERENCES meters.route(site_id, id),
  constraint round_check CHECK ((to_day >= from_day)),
  constraint round_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint round_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);
CREATE INDEX round_newest ON meters.round USING btree (site_id, month DESC, id DESC);
alter table meters.round enable row level security;
alter table meters.round force row level security;
create policy at_announced_sites on meters.round for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.round as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.round to towerkeep_app;

create table meters.round_meter (
  site_id uuid not null,
  round_id uuid not null,
  meter_id uuid not null,
  position integer not null,
  constraint round_meter_pkey PRIMARY KEY (site_id, round_id, meter_id),
  constraint round_meter_site_id_meter_id_fkey FOREIGN KEY (site_id, meter_id) REFERENCES meters.meter(site_id, id),
  constraint round_meter_site_id_round_id_fkey FOREIGN KEY (site_id, round_id) REFERENCES meters.round(site_id, id)
);
CREATE INDEX round_by_meter ON meters.round_meter USING btree (site_id, meter_id);
alter table meters.round_meter enable row level security;
alter table meters.round_meter force row level security;
create policy at_announced_sites on meters.round_meter for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.round_meter as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on meters.round_meter to towerkeep_app;

create table meters.route (
  site_id uuid not null,
  id uuid not null,
  name text not null,
  version integer not null default 1,
  constraint route_pkey PRIMARY KEY (site_id, id),
  constraint route_name_once_per_site UNIQUE (site_id, name),
  constraint route_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint route_name_check CHECK ((name <> ''::text))
);
alter table meters.route enable row level security;
alter table meters.route force row level security;
create policy at_announced_sites on meters.route for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.route as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.route to towerkeep_app;

create table meters.settlement (
  site_id uuid not null,
  id uuid not null,
  kind text not null,
  month date not null,
  state text not null default 'published'::text,
  common text not null,
  loss text not null,
  pools jsonb not null,
  due_on date not null,
  objections_until date not null,
  published_by_name text not null,
  published_at timestamp with time zone not null,
  billed_by_name text,
  billed_at timestamp with time zone,
  withdrawn_reason text,
  constraint settlement_pkey PRIMARY KEY (site_id, id),
  constraint settlement_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint settlement_common_check CHECK ((common = ANY (ARRAY['none'::text, 'byUsage'::text, 'byArea'::text]))),
  constraint settlement_kind_check CHECK ((kind = ANY (ARRAY['electricity'::text, 'water'::text, 'chilledWater'::text, 'gas'::text, 'heat'::text]))),
  constraint settlement_loss_check CHECK ((loss = ANY (ARRAY['none'::text, 'byUsage'::text, 'byArea'::text]))),
  constraint settlement_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint settlement_state_check CHECK ((state = ANY (ARRAY['published'::text, 'billed'::text, 'withdrawn'::text])))
);
CREATE UNIQUE INDEX one_settlement_a_month ON meters.settlement USING btree (site_id, kind, month) WHERE (state <> 'withdrawn'::text);
CREATE INDEX settlement_newest ON meters.settlement USING btree (site_id, month DESC, id DESC);
alter table meters.settlement enable row level security;
alter table meters.settlement force row level security;
create policy at_announced_sites on meters.settlement for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on meters.settlement to towerkeep_app;

create table meters.settlement_line (
  site_id uuid not null,
  id uuid not null,
  settlement_id uuid not null,
  position integer not null,
  kind text not null,
  meter_id uuid not null,
  meter_no text not null,
  tenant_id uuid,
  lease_id uuid,
  unit_ids uuid[] not null,
  label text not null,
  from_day date not null,
  to_day date not null,
  quantity numeric not null,
  amount bigint not null,
  working jsonb not null,
  constraint settlement_line_pkey PRIMARY KEY (site_id, id),
  constraint settlement_line_site_id_settlement_id_fkey FOREIGN KEY (site_id, settlement_id) REFERENCES meters.settlement(site_id, id),
  constraint settlement_line_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint settlement_line_amount_check CHECK ((amount >= 0)),
  constraint settlement_line_check CHECK ((to_day >= from_day)),
  constraint settlement_line_kind_check CHECK ((kind = ANY (ARRAY['usage'::text, 'common'::text, 'loss'::text]))),
  constraint settlement_line_quantity_check CHECK ((quantity >= (0)::numeric))
);
CREATE INDEX line_by_settlement ON meters.settlement_line USING btree (site_id, settlement_id, "position");
CREATE INDEX line_by_tenant ON meters.settlement_line USING btree (site_id, tenant_id, settlement_id);
CREATE TRIGGER published_lines_stay BEFORE DELETE OR UPDATE ON meters.settlement_line FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table meters.settlement_line enable row level security;
alter table meters.settlement_line force row level security;
create policy at_announced_sites on meters.settlement_line for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on meters.settlement_line as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on meters.settlement_line to towerkeep_app;

create table meters.tariff (
  site_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  is_default boolean not null default false,
  version integer not null default 1,
  constraint tariff_pkey PRIMARY KEY (site_id, id),
  constraint tariff_name_once_per_site UNIQUE (site_id, name),
  constraint tariff_of_a_kind UNIQUE (site_id, id, kind),
  constraint tariff_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint tariff_kind_check CHECK ((kind = ANY (ARRAY['electricity'::text, 'water'::text, 'chilledWater'::text, 'gas'::text, 'heat'::text]))),
  constraint tariff_name_check CHECK ((name <> ''::text))
);
CREATE UNIQUE INDEX one_default_tariff_per_kind ON meters.tariff USING btree (site_id, kind) WHERE is_default;
alter table meters.tariff enable row level security;
alter table meters.tariff force row level security;
create policy at_announced_sites on meters.tariff for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.tariff as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.tariff to towerkeep_app;

create table meters.tariff_version (
  site_id uuid not null,
  tariff_id uuid not null,
  from_day date not null,
  form jsonb not null,
  recorded_at timestamp with time zone not null,
  constraint tariff_version_pkey PRIMARY KEY (site_id, tariff_id, from_day),
  constraint tariff_version_site_id_tariff_id_fkey FOREIGN KEY (site_id, tariff_id) REFERENCES meters.tariff(site_id, id)
);
alter table meters.tariff_version enable row level security;
alter table meters.tariff_version force row level security;
create policy at_announced_sites on meters.tariff_version for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on meters.tariff_version as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on meters.tariff_version to towerkeep_app;

create table migration.applied (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint applied_pkey PRIMARY KEY (number)
);

create table movein.due_line (
  site_id uuid not null,
  case_id uuid not null,
  tenant_id uuid not null,
  source_id text not null,
  fee_item text not null,
  from_day date not null,
  to_day date not null,
  due_on date not null,
  amount bigint not null,
  constraint due_line_pkey PRIMARY KEY (site_id, case_id, source_id),
  constraint due_line_site_id_case_id_tenant_id_fkey FOREIGN KEY (site_id, case_id, tenant_id) REFERENCES movein.move_in(site_id, id, tenant_id),
  constraint due_line_amount_check CHECK ((amount > 0))
);
alter table movein.due_line enable row level security;
alter table movein.due_line force row level security;
create policy at_announced_sites on movein.due_line for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on movein.due_line as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant delete, insert, select on movein.due_line to towerkeep_app;

create table movein.handbook (
  site_id uuid not null,
  id uuid not null,
  name text not null,
  file_id uuid not null,
  put_at timestamp with time zone not null,
  put_by_name text not null,
  constraint handbook_pkey PRIMARY KEY (site_id, id),
  constraint handbook_site_id_file_id_fkey FOREIGN KEY (site_id, file_id) REFERENCES platform.file(site_id, id),
  constraint handbook_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint handbook_name_check CHECK ((name <> ''::text))
);
CREATE INDEX handbook_newest ON movein.handbook USING btree (site_id, put_at DESC, id DESC);
alter table movein.handbook enable row level security;
alter table movein.handbook force row level security;
create policy at_announced_sites on movein.handbook for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select on movein.handbook to towerkeep_app;

create table movein.move_in (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  lease_id uuid not null,
  opened_at timestamp with time zone not null,
  opened_by_name text not null,
  due_before_keys bigint,
  fits_out boolean,
  fitout_decided_at timestamp with time zone,
  fitout_decided_by text,
  inspection_id uuid,
  moved_in_on date,
  moved_in_at timestamp with time zone,
  moved_in_by_name text,
  withdrawn_at timestamp with time zone,
  withdrawn_by_name text,
  withdrawn_why text,
  formalities_judged_at timestamp with time zone,
  version integer not null default 1,
  constraint move_in_pkey PRIMARY KEY (site_id, id),
  constraint case_of_a_tenant UNIQUE (site_id, id, tenant_id),
  constraint move_in_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint move_in_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint move_in_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint fitout_decided_by_somebody CHECK ((((fits_out IS NULL) = (fitout_decided_at IS NULL)) AND ((fits_out IS NULL) = (fitout_decided_by IS NULL)))),
  constraint move_in_due_before_keys_check CHECK ((due_before_keys >= 0)),
  constraint moved_in_on_a_day CHECK ((((moved_in_at IS NULL) = (moved_in_on IS NULL)) AND ((moved_in_at IS NULL) = (moved_in_by_name IS NULL)))),
  constraint not_withdrawn_after_moving_in CHECK (((moved_in_at IS NULL) OR (withdrawn_at IS NULL))),
  constraint withdrawn_with_a_reason CHECK ((((withdrawn_at IS NULL) = (withdrawn_why IS NULL)) AND ((withdrawn_at IS NULL) = (withdrawn_by_name IS NULL))))
);
CREATE INDEX move_in_newest ON movein.move_in USING btree (site_id, opened_at DESC, id DESC);
CREATE INDEX move_in_of_tenant ON movein.move_in USING btree (site_id, tenant_id);
CREATE INDEX move_in_running ON movein.move_in USING btree (site_id, opened_at, id) WHERE ((moved_in_at IS NULL) AND (withdrawn_at IS NULL));
CREATE UNIQUE INDEX one_move_in_of_a_lease ON movein.move_in USING btree (site_id, lease_id) WHERE (withdrawn_at IS NULL);
alter table movein.move_in enable row level security;
alter table movein.move_in force row level security;
create policy at_announced_sites on movein.move_in for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on movein.move_in as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on movein.move_in to towerkeep_app;

create table movein.registration (
  site_id uuid not null,
  case_id uuid not null,
  tenant_id uuid not null,
  form jsonb not null,
  is_sent boolean not null default false,
  from_portal boolean not null,
  saved_at timestamp with time zone not null,
  saved_by_name text not null,
  version integer not null default 1,
  constraint registration_pkey PRIMARY KEY (site_id, case_id),
  constraint registration_site_id_case_id_tenant_id_fkey FOREIGN KEY (site_id, case_id, tenant_id) REFERENCES movein.move_in(site_id, id, tenant_id)
);
alter table movein.registration enable row level security;
alter table movein.registration force row level security;
create policy at_announced_sites on movein.registration for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on movein.registration as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on movein.registration to towerkeep_app;

create table moveout.appointment (
  site_id uuid not null,
  id uuid not null,
  move_out_id uuid not null,
  tenant_id uuid not null,
  meets_at timestamp with time zone not null,
  note text not null default ''::text,
  proposed_side text not null,
  proposed_by_name text not null,
  proposed_at timestamp with time zone not null,
  agreed_by_name text,
  agreed_at timestamp with time zone,
  replaced_at timestamp with time zone,
  outcome text,
  outcome_note text not null default ''::text,
  outcome_at timestamp with time zone,
  constraint appointment_pkey PRIMARY KEY (site_id, id),
  constraint appointment_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint appointment_site_id_move_out_id_tenant_id_fkey FOREIGN KEY (site_id, move_out_id, tenant_id) REFERENCES moveout.move_out(site_id, id, tenant_id),
  constraint agreed_by_somebody CHECK (((agreed_at IS NULL) = (agreed_by_name IS NULL))),
  constraint appointment_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'lateProperty'::text, 'missedProperty'::text, 'missedTenant'::text]))),
  constraint appointment_proposed_side_check CHECK ((proposed_side = ANY (ARRAY['tenant'::text, 'property'::text]))),
  constraint outcome_has_its_time CHECK (((outcome IS NULL) = (outcome_at IS NULL))),
  constraint outcome_of_what_was_agreed CHECK (((outcome IS NULL) OR (agreed_at IS NOT NULL)))
);
CREATE INDEX appointment_of_move_out ON moveout.appointment USING btree (site_id, move_out_id, proposed_at, id);
CREATE UNIQUE INDEX one_appointment_in_force ON moveout.appointment USING btree (site_id, move_out_id) WHERE (replaced_at IS NULL);
alter table moveout.appointment enable row level security;
alter table moveout.appointment force row level security;
create policy at_announced_sites on moveout.appointment for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on moveout.appointment as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on moveout.appointment to towerkeep_app;

create table moveout.goods_item (
  site_id uuid not null,
  slip_id uuid not null,
  tenant_id uuid not null,
  position integer not null,
  name text not null,
  quantity integer not null,
  note text not null default ''::text,
  seen integer,
  constraint goods_item_pkey PRIMARY KEY (site_id, slip_id, "position"),
  constraint goods_item_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint goods_item_site_id_slip_id_fkey FOREIGN KEY (site_id, slip_id) REFERENCES moveout.goods_slip(site_id, id),
  constraint goods_item_name_check CHECK ((name <> ''::text)),
  constraint goods_item_position_check CHECK (("position" >= 1)),
  constraint goods_item_quantity_check CHECK ((quantity >= 1)),
  constraint goods_item_seen_check CHECK ((seen >= 0))
);
alter table moveout.goods_item enable row level security;
alter table moveout.goods_item force row level security;
create policy at_announced_sites on moveout.goods_item for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on moveout.goods_item as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on moveout.goods_item to towerkeep_app;

create table moveout.goods_slip (
  site_id uuid not null,
  id uuid not null,
  no text not null,
  code text not null,
  tenant_id uuid not null,
  move_out_id uuid,
  reason text not null,
  place text not null,
  passes_on date not null,
  carrier_name text not null,
  carrier_phone text not null default ''::text,
  id_last4 text not null default ''::text,
  plate text not null default ''::text,
  remark text not null default ''::text,
  channel text not null,
  contact_id uuid,
  applied_by_name text not null,
  authority_text text not null default ''::text,
  applied_at timestamp with time zone not null,
  overdue bigint not null default 0,
  decision text,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision_note text not null default ''::text,
  outcome text,
  is_matched boolean,
  gate_note text not null default ''::text,
  gate_photo_id uuid,
  guard_name text,
  gate_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  version integer not null default 1,
  constraint goods_slip_pkey PRIMARY KEY (site_id, id),
  constraint goods_slip_site_id_code_key UNIQUE (site_id, code),
  constraint goods_slip_site_id_no_key UNIQUE (site_id, no),
  constraint goods_slip_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint goods_slip_site_id_move_out_id_tenant_id_fkey FOREIGN KEY (site_id, move_out_id, tenant_id) REFERENCES moveout.move_out(site_id, id, tenant_id),
  constraint goods_slip_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint goods_slip_channel_check CHECK ((channel = ANY (ARRAY['portal'::text, 'desk'::text]))),
  constraint goods_slip_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text]))),
  constraint goods_slip_id_last4_check CHECK ((id_last4 ~ '^[0-9A-Za-z]{0,4}$'::text)),
  constraint goods_slip_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'turnedBack'::text]))),
  constraint goods_slip_reason_check CHECK ((reason = ANY (ARRAY['movingOut'::text, 'carryOut'::text, 'repair'::text]))),
  constraint no_slip_no_exit CHECK (((outcome IS NULL) OR (decision = 'approved'::text))),
  constraint only_what_matches_passes CHECK (((outcome IS DISTINCT FROM 'passed'::text) OR is_matched)),
  constraint passed_has_its_guard CHECK ((((outcome IS NULL) = (gate_at IS NULL)) AND ((outcome IS NULL) = (guard_name IS NULL)) AND ((outcome IS NULL) = (is_matched IS NULL)))),
  constraint slip_decided_whole CHECK (((decision IS NULL) = (decided_at IS NULL)))
);
CREATE INDEX goods_slip_at_the_gate ON moveout.goods_slip USING btree (site_id, passes_on, id) WHERE ((decision = 'approved'::text) AND (outcome IS NULL) AND (cancelled_at IS NULL));
CREATE INDEX goods_slip_by_time ON moveout.goods_slip USING btree (site_id, applied_at DESC, id DESC);
CREATE INDEX goods_slip_of_move_out ON moveout.goods_slip USING btree (site_id, move_out_id) WHERE (move_out_id IS NOT NULL);
CREATE INDEX goods_slip_of_tenant ON moveout.goods_slip USING btree (site_id, tenant_id, applied_at DESC, id DESC);
alter table moveout.goods_slip enable row level security;
alter table moveout.goods_slip force row level security;
create policy at_announced_sites on moveout.goods_slip for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on moveout.goods_slip as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on moveout.goods_slip to towerkeep_app;

create table moveout.move_out (
  site_id uuid not null,
  id uuid not null,
  no text not null,
  tenant_id uuid not null,
  lease_id uuid not null,
  cause text not null,
  cause_text text not null default ''::text,
  leaving_on date not null,
  noticed_on date not null,
  noticed_at timestamp with time zone not null,
  channel text not null,
  noticed_by_name text not null,
  contact_id uuid,
  contact_name text not null,
  contact_phone text not null default ''::text,
  account_name text not null,
  account_bank text not null,
  account_no text not null,
  account_note text not null default ''::text,
  uses_address boolean not null default false,
  address_moves_on date,
  restoration text not null default ''::text,
  paper_file_id uuid,
  lease_end date not null,
  notice_days integer not null,
  short_days integer not null,
  short_cost jsonb not null default '[]'::jsonb,
  reviewed_at timestamp with time zone,
  reviewed_by uuid,
  reviewed_by_name text,
  review_note text not null default ''::text,
  contract_text text not null default ''::text,
  short_amount bigint,
  refund_days integer,
  refund_unit text,
  refund_shift text,
  decision text,
  decided_at timestamp with time zone,
  decided_by uuid,
  decided_by_name text,
  decision_note text not null default ''::text,
  short_outcome text,
  waiver_reason text not null default ''::text,
  terms_number integer,
  cleared_at timestamp with time zone,
  cleared_by_name text,
  clearance_note text not null default ''::text,
  is_restored boolean,
  has_address_moved boolean,
  clearance_photo_id uuid,
  keys_back_at timestamp with time zone,
  keys_back_by_name text,
  keys_note text not null default ''::text,
  confirmation_id uuid,
  confirmed_at timestamp with time zone,
  paid_at timestamp with time zone,
  paid_on date,
  paid_by_name text,
  paid_reference text not null default ''::text,
  paid_amount bigint,
  invoices_at timestamp with time zone,
  invoices_by_name text,
  invoices_note text not null default ''::text,
  vacant_at timestamp with time zone,
  vacant_by_name text,
  vacancy_note text not null default ''::text,
  score integer,
  score_note text not null default ''::text,
  scored_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  withdrawn_by_name text,
  withdrawal_reason text not null default ''::text,
  version integer not null default 1,
  constraint move_out_pkey PRIMARY KEY (site_id, id),
  constraint move_out_site_id_id_tenant_id_key UNIQUE (site_id, id, tenant_id),
  constraint move_out_site_id_no_key UNIQUE (site_id, no),
  constraint move_out_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint move_out_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES people.person(id),
  constraint move_out_site_id_confirmation_id_fkey FOREIGN KEY (site_id, confirmation_id) REFERENCES documents.document(site_id, id),
  constraint move_out_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint move_out_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint move_out_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint contract_limit_whole CHECK ((((refund_days IS NULL) = (refund_unit IS NULL)) AND ((refund_unit IS DISTINCT FROM 'naturalDays'::text) OR (refund_shift IS NOT NULL)))),
  constraint decided_by_another CHECK (((decided_by IS NULL) OR (reviewed_by IS NULL) OR (decided_by <> reviewed_by))),
  constraint decided_whole CHECK ((((decided_at IS NULL) = (decision IS NULL)) AND ((decided_at IS NULL) = (decided_by_name IS NULL)))),
  constraint move_out_cause_check CHECK ((cause = ANY (ARRAY['expiry'::text, 'agreed'::text, 'tenantBreach'::text, 'ownerBreach'::text, 'forceMajeure'::text, 'statutory'::text]))),
  constraint move_out_channel_check CHECK ((channel = ANY (ARRAY['portal'::text, 'desk'::text]))),
  constraint move_out_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text]))),
  constraint move_out_notice_days_check CHECK ((notice_days >= 0)),
  constraint move_out_paid_amount_check CHECK ((paid_amount >= 0)),
  constraint move_out_refund_days_check CHECK (((refund_days >= 1) AND (refund_days <= 365))),
  constraint move_out_refund_shift_check CHECK ((refund_shift = ANY (ARRAY['none'::text, 'next'::text, 'previous'::text]))),
  constraint move_out_refund_unit_check CHECK ((refund_unit = ANY (ARRAY['workingDays'::text, 'naturalDays'::text]))),
  constraint move_out_score_check CHECK (((score >= 1) AND (score <= 5))),
  constraint move_out_short_amount_check CHECK ((short_amount >= 0)),
  constraint move_out_short_days_check CHECK ((short_days >= 0)),
  constraint move_out_short_outcome_check CHECK ((short_outcome = ANY (ARRAY['charged'::text, 'waived'::text]))),
  constraint paid_after_confirmation CHECK (((paid_at IS NULL) OR (confirmed_at IS NOT NULL))),
  constraint paid_whole CHECK ((((paid_at IS NULL) = (paid_on IS NULL)) AND ((paid_at IS NULL) = (paid_amount IS NULL)))),
  constraint reviewed_before_decided CHECK (((decided_at IS NULL) OR (reviewed_at IS NOT NULL))),
  constraint reviewed_by_somebody CHECK (((reviewed_at IS NULL) = (reviewed_by_name IS NULL))),
  constraint short_notice_is_answered CHECK (((decision IS DISTINCT FROM 'approved'::text) OR (short_days = 0) OR (short_outcome IS NOT NULL))),
  constraint waived_with_a_reason CHECK (((short_outcome IS DISTINCT FROM 'waived'::text) OR (waiver_reason <> ''::text)))
);
CREATE INDEX move_out_by_time ON moveout.move_out USING btree (site_id, noticed_at DESC, id DESC);
CREATE INDEX move_out_of_confirmation ON moveout.move_out USING btree (site_id, confirmation_id) WHERE (confirmation_id IS NOT NULL);
CREATE INDEX move_out_of_tenant ON moveout.move_out USING btree (site_id, tenant_id, noticed_at DESC, id DESC);
CREATE INDEX move_out_running ON moveout.move_out USING btree (site_id, leaving_on, id) WHERE ((withdrawn_at IS NULL) AND (decision IS DISTINCT FROM 'refused'::text) AND ((vacant_at IS NULL) OR (invoices_at IS NULL)));
CREATE UNIQUE INDEX one_move_out_of_a_lease ON moveout.move_out USING btree (site_id, lease_id) WHERE ((withdrawn_at IS NULL) AND (decision IS DISTINCT FROM 'refused'::text));
alter table moveout.move_out enable row level security;
alter table moveout.move_out force row level security;
create policy at_announced_sites on moveout.move_out for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on moveout.move_out as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on moveout.move_out to towerkeep_app;

create table moveout.number_series (
  site_id uuid not null,
  series text not null,
  year integer not null,
  last integer not null,
  constraint number_series_pkey PRIMARY KEY (site_id, series, year),
  constraint number_series_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint number_series_last_check CHECK ((last >= 1)),
  constraint number_series_series_check CHECK ((series = ANY (ARRAY['moveOut'::text, 'goodsSlip'::text])))
);
alter table moveout.number_series enable row level security;
alter table moveout.number_series force row level security;
create policy at_announced_sites on moveout.number_series for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on moveout.number_series to towerkeep_app;

create table moveout.price_item (
  site_id uuid not null,
  id uuid not null,
  code text not null,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  unit text not null,
  unit_price bigint not null,
  is_retired boolean not null default false,
  version integer not null default 1,
  constraint price_item_pkey PRIMARY KEY (site_id, id),
  constraint price_code_once UNIQUE (site_id, code),
  constraint price_item_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint price_item_code_check CHECK ((code <> ''::text)),
  constraint price_item_kind_check CHECK ((kind = ANY (ARRAY['damage'::text, 'cleaning'::text, 'restoration'::text, 'lostCard'::text]))),
  constraint price_item_name_zh_check CHECK ((name_zh <> ''::text)),
  constraint price_item_unit_price_check CHECK ((unit_price >= 0))
);
alter table moveout.price_item enable row level security;
alter table moveout.price_item force row level security;
create policy at_announced_sites on moveout.price_item for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on moveout.price_item as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on moveout.price_item to towerkeep_app;

create table moveout.refund_approval (
  site_id uuid not null,
  move_out_id uuid not null,
  place integer not null,
  amount bigint not null,
  by_id uuid not null,
  by_name text not null,
  note text not null default ''::text,
  at timestamp with time zone not null,
  constraint refund_approval_pkey PRIMARY KEY (site_id, move_out_id, place),
  constraint approved_by_two_people UNIQUE (site_id, move_out_id, by_id),
  constraint refund_approval_by_id_fkey FOREIGN KEY (by_id) REFERENCES people.person(id),
  constraint refund_approval_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint refund_approval_site_id_move_out_id_fkey FOREIGN KEY (site_id, move_out_id) REFERENCES moveout.move_out(site_id, id),
  constraint refund_approval_amount_check CHECK ((amount > 0)),
  constraint refund_approval_place_check CHECK ((place = ANY (ARRAY[1, 2])))
);
alter table moveout.refund_approval enable row level security;
alter table moveout.refund_approval force row level security;
create policy at_announced_sites on moveout.refund_approval for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on moveout.refund_approval as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on moveout.refund_approval to towerkeep_app;

create table moveout.settlement_item (
  site_id uuid not null,
  id uuid not null,
  move_out_id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  title text not null,
  place text not null default ''::text,
  inspection_id uuid,
  line_key text,
  price_item_id uuid,
  quantity numeric(13,4),
  unit text not null default ''::text,
  unit_price bigint,
  payee text not null,
  deposit_id uuid,
  note text not null default ''::text,
  priced_by_name text,
  priced_at timestamp with time zone,
  answer text,
  answer_text text not null default ''::text,
  answered_by_name text,
  answered_at timestamp with time zone,
  verdict text,
  verdict_reason text not null default ''::text,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  removed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint settlement_item_pkey PRIMARY KEY (site_id, id),
  constraint settlement_item_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint settlement_item_site_id_deposit_id_fkey FOREIGN KEY (site_id, deposit_id) REFERENCES payments.deposit(site_id, id),
  constraint settlement_item_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint settlement_item_site_id_move_out_id_tenant_id_fkey FOREIGN KEY (site_id, move_out_id, tenant_id) REFERENCES moveout.move_out(site_id, id, tenant_id),
  constraint settlement_item_site_id_price_item_id_fkey FOREIGN KEY (site_id, price_item_id) REFERENCES moveout.price_item(site_id, id),
  constraint a_difference_is_whole CHECK (((inspection_id IS NULL) = (line_key IS NULL))),
  constraint a_dispute_says_why CHECK (((answer IS DISTINCT FROM 'disputed'::text) OR (answer_text <> ''::text))),
  constraint a_forfeiture_names_its_deposit CHECK (((kind = 'forfeiture'::text) = (deposit_id IS NOT NULL))),
  constraint a_price_has_its_quantity CHECK (((unit_price IS NULL) OR (quantity IS NOT NULL))),
  constraint answered_whole CHECK ((((answer IS NULL) = (answered_at IS NULL)) AND ((answer IS NULL) = (answered_by_name IS NULL)))),
  constraint decided_with_a_reason CHECK (((verdict IS NULL) OR ((verdict_reason <> ''::text) AND (decided_at IS NOT NULL)))),
  constraint settlement_item_answer_check CHECK ((answer = ANY (ARRAY['accepted'::text, 'disputed'::text]))),
  constraint settlement_item_kind_check CHECK ((kind = ANY (ARRAY['damage'::text, 'cleaning'::text, 'restoration'::text, 'lostCard'::text, 'penalty'::text, 'forfeiture'::text]))),
  constraint settlement_item_payee_check CHECK ((payee = ANY (ARRAY['owner'::text, 'property'::text]))),
  constraint settlement_item_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint settlement_item_title_check CHECK ((title <> ''::text)),
  constraint settlement_item_unit_price_check CHECK ((unit_price >= 0)),
  constraint settlement_item_verdict_check CHECK ((verdict = ANY (ARRAY['waived'::text, 'upheld'::text])))
);
CREATE UNIQUE INDEX a_difference_is_one_line ON moveout.settlement_item USING btree (site_id, move_out_id, inspection_id, line_key) WHERE ((removed_at IS NULL) AND (line_key IS NOT NULL));
CREATE INDEX settlement_item_of_case ON moveout.settlement_item USING btree (site_id, move_out_id, created_at, id) WHERE (removed_at IS NULL);
alter table moveout.settlement_item enable row level security;
alter table moveout.settlement_item force row level security;
create policy at_announced_sites on moveout.settlement_item for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on moveout.settlement_item as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select, update on moveout.settlement_item to towerkeep_app;

create table moveout.settlement_sheet (
  site_id uuid not null,
  id uuid not null,
  move_out_id uuid not null,
  tenant_id uuid not null,
  version integer not null,
  settled_on date not null,
  lines jsonb not null,
  net bigint not null,
  reservation text not null default ''::text,
  reservation_by text not null default ''::text,
  state text not null default 'issued'::text,
  document_id uuid not null,
  issued_by_name text not null,
  issued_at timestamp with time zone not null,
  agreed_at timestamp with time zone,
  closed_reason text not null default ''::text,
  posted_at timestamp with time zone,
  posted_by_name text,
  final_bill_id uuid,
  rest jsonb,
  owed bigint,
  constraint settlement_sheet_pkey PRIMARY KEY (site_id, id),
  constraint one_sheet_a_version UNIQUE (site_id, move_out_id, version),
  constraint settlement_sheet_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint settlement_sheet_site_id_final_bill_id_fkey FOREIGN KEY (site_id, final_bill_id) REFERENCES billing.bill(site_id, id),
  constraint settlement_sheet_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint settlement_sheet_site_id_move_out_id_tenant_id_fkey FOREIGN KEY (site_id, move_out_id, tenant_id) REFERENCES moveout.move_out(site_id, id, tenant_id),
  constraint agreed_has_its_time CHECK (((state <> 'agreed'::text) OR (agreed_at IS NOT NULL))),
  constraint only_what_is_agreed_is_posted CHECK (((posted_at IS NULL) OR (state = 'agreed'::text))),
  constraint posted_whole CHECK ((((posted_at IS NULL) = (rest IS NULL)) AND ((posted_at IS NULL) = (owed IS NULL)) AND ((posted_at IS NULL) = (posted_by_name IS NULL)))),
  constraint settlement_sheet_owed_check CHECK ((owed >= 0)),
  constraint settlement_sheet_state_check CHECK ((state = ANY (ARRAY['issued'::text, 'agreed'::text, 'superseded'::text]))),
  constraint settlement_sheet_version_check CHECK ((version >= 1))
);
CREATE UNIQUE INDEX one_sheet_in_force ON moveout.settlement_sheet USING btree (site_id, move_out_id) WHERE (state <> 'superseded'::text);
CREATE UNIQUE INDEX sheet_of_document ON moveout.settlement_sheet USING btree (site_id, document_id);
CREATE TRIGGER posted_sheet_stays BEFORE UPDATE ON moveout.settlement_sheet FOR EACH ROW EXECUTE FUNCTION moveout.refuse_change_of_sheet();
alter table moveout.settlement_sheet enable always trigger posted_sheet_stays;
CREATE TRIGGER sheets_never_removed BEFORE DELETE OR TRUNCATE ON moveout.settlement_sheet FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table moveout.settlement_sheet enable always trigger sheets_never_removed;
alter table moveout.settlement_sheet enable row level security;
alter table moveout.settlement_sheet force row level security;
create policy at_announced_sites on moveout.settlement_sheet for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on moveout.settlement_sheet as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on moveout.settlement_sheet to towerkeep_app;

create table payments.allocation (
  site_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  line_id uuid not null,
  bill_id uuid not null,
  tenant_id uuid not null,
  entity_id uuid not null,
  is_on_behalf boolean not null,
  fee_item text not null,
  amount bigint not null,
  value_on date not null,
  booked_on date not null,
  created_at timestamp with time zone not null,
  released_at timestamp with time zone,
  released_on date,
  released_why text,
  constraint allocation_pkey PRIMARY KEY (site_id, id),
  constraint allocation_site_id_bill_id_fkey FOREIGN KEY (site_id, bill_id) REFERENCES billing.bill(site_id, id),
  constraint allocation_site_id_line_id_fkey FOREIGN KEY (site_id, line_id) REFERENCES billing.bill_line(site_id, id),
  constraint allocation_site_id_payment_id_fkey FOREIGN KEY (site_id, payment_id) REFERENCES payments.payment(site_id, id),
  constraint allocation_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint allocation_amount_check CHECK ((amount > 0)),
  constraint allocation_released_why_check CHECK ((released_why = ANY (ARRAY['reversed'::text, 'credited'::text, 'moved'::text]))),
  constraint released_whole CHECK ((((released_at IS NULL) = (released_on IS NULL)) AND ((released_at IS NULL) = (released_why IS NULL))))
);
CREATE INDEX allocation_newest ON payments.allocation USING btree (site_id, booked_on, id);
CREATE INDEX allocation_of_bill ON payments.allocation USING btree (site_id, bill_id);
CREATE INDEX allocation_of_line ON payments.allocation USING btree (site_id, line_id) WHERE (released_at IS NULL);
CREATE INDEX allocation_of_payment ON payments.allocation USING btree (site_id, payment_id);
CREATE TRIGGER allocation_stays BEFORE UPDATE ON payments.allocation FOR EACH ROW EXECUTE FUNCTION payments.refuse_change_of_booked();
alter table payments.allocation enable always trigger allocation_stays;
CREATE TRIGGER allocations_never_removed BEFORE DELETE OR TRUNCATE ON payments.allocation FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table payments.allocation enable always trigger allocations_never_removed;
CREATE CONSTRAINT TRIGGER settled_by_its_allocations AFTER INSERT OR UPDATE ON payments.allocation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments.check_allocation();
alter table payments.allocation enable row level security;
alter table payments.allocation force row level security;
create policy at_announced_sites on payments.allocation for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.allocation as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.allocation to towerkeep_app;

create table payments.confirmation (
  site_id uuid not null,
  id uuid not null,
  lines integer not null,
  amount bigint not null,
  by_person uuid,
  by_name text not null,
  made_at timestamp with time zone not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint confirmation_pkey PRIMARY KEY (site_id, id),
  constraint confirmation_by_person_fkey FOREIGN KEY (by_person) REFERENCES people.person(id),
  constraint confirmation_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint confirmation_amount_check CHECK ((amount > 0)),
  constraint confirmation_lines_check CHECK ((lines > 0)),
  constraint undone_whole CHECK (((undone_at IS NULL) = (undone_by IS NULL)))
);
CREATE INDEX confirmation_newest ON payments.confirmation USING btree (site_id, made_at DESC, id DESC);
alter table payments.confirmation enable row level security;
alter table payments.confirmation force row level security;
create policy at_announced_sites on payments.confirmation for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.confirmation as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on payments.confirmation to towerkeep_app;

create table payments.confirmed_payment (
  site_id uuid not null,
  confirmation_id uuid not null,
  payment_id uuid not null,
  constraint confirmed_payment_pkey PRIMARY KEY (site_id, confirmation_id, payment_id),
  constraint a_payment_is_confirmed_once UNIQUE (site_id, payment_id),
  constraint confirmed_payment_site_id_confirmation_id_fkey FOREIGN KEY (site_id, confirmation_id) REFERENCES payments.confirmation(site_id, id) DEFERRABLE INITIALLY DEFERRED,
  constraint confirmed_payment_site_id_payment_id_fkey FOREIGN KEY (site_id, payment_id) REFERENCES payments.payment(site_id, id)
);
alter table payments.confirmed_payment enable row level security;
alter table payments.confirmed_payment force row level security;
create policy at_announced_sites on payments.confirmed_payment for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.confirmed_payment as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on payments.confirmed_payment to towerkeep_app;

create table payments.deposit (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  lease_id uuid,
  entity_id uuid not null,
  fee_item text not null,
  held bigint not null default 0,
  receivable bigint not null default 0,
  opened_at timestamp with time zone not null,
  constraint deposit_pkey PRIMARY KEY (site_id, id),
  constraint one_deposit_of_a_kind UNIQUE NULLS NOT DISTINCT (site_id, tenant_id, lease_id, fee_item, entity_id),
  constraint deposit_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint deposit_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint deposit_site_id_lease_id_fkey FOREIGN KEY (site_id, lease_id) REFERENCES leasing.lease(site_id, id),
  constraint deposit_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint never_less_than_nothing_asked CHECK ((receivable >= 0)),
  constraint never_less_than_nothing_held CHECK ((held >= 0))
);
CREATE INDEX deposit_by_time ON payments.deposit USING btree (site_id, opened_at DESC, id DESC);
CREATE INDEX deposit_of_lease ON payments.deposit USING btree (site_id, lease_id) WHERE (lease_id IS NOT NULL);
alter table payments.deposit enable row level security;
alter table payments.deposit force row level security;
create policy at_announced_sites on payments.deposit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.deposit as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.deposit to towerkeep_app;

create table payments.deposit_entry (
  site_id uuid not null,
  posting_id uuid not null,
  position integer not null,
  deposit_id uuid not null,
  tenant_id uuid not null,
  account text not null,
  amount bigint not null,
  constraint deposit_entry_pkey PRIMARY KEY (site_id, posting_id, "position"),
  constraint deposit_entry_site_id_deposit_id_fkey FOREIGN KEY (site_id, deposit_id) REFERENCES payments.deposit(site_id, id),
  constraint deposit_entry_site_id_posting_id_fkey FOREIGN KEY (site_id, posting_id) REFERENCES payments.deposit_posting(site_id, id),
  constraint deposit_entry_account_check CHECK ((account = ANY (ARRAY['receivable'::text, 'asked'::text, 'bank'::text, 'held'::text, 'debts'::text, 'income'::text]))),
  constraint deposit_entry_amount_check CHECK ((amount <> 0))
);
CREATE INDEX entry_of_deposit ON payments.deposit_entry USING btree (site_id, deposit_id, account);
CREATE CONSTRAINT TRIGGER a_posting_sums_to_nought AFTER INSERT ON payments.deposit_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments.check_posting();
CREATE TRIGGER deposit_moves AFTER INSERT ON payments.deposit_entry FOR EACH ROW EXECUTE FUNCTION payments.move_deposit();
alter table payments.deposit_entry enable always trigger deposit_moves;
CREATE TRIGGER entry_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON payments.deposit_entry FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table payments.deposit_entry enable always trigger entry_stays;
alter table payments.deposit_entry enable row level security;
alter table payments.deposit_entry force row level security;
create policy at_announced_sites on payments.deposit_entry for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.deposit_entry as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.deposit_entry to towerkeep_app;

create table payments.deposit_posting (
  site_id uuid not null,
  id uuid not null,
  deposit_id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  on_day date not null,
  amount bigint not null,
  payment_id uuid,
  allocation_id uuid,
  request_id uuid,
  reverses_id uuid,
  reason text not null default ''::text,
  by_name text not null,
  created_at timestamp with time zone not null,
  constraint deposit_posting_pkey PRIMARY KEY (site_id, id),
  constraint reversed_once UNIQUE (site_id, reverses_id),
  constraint deposit_posting_site_id_allocation_id_fkey FOREIGN KEY (site_id, allocation_id) REFERENCES payments.allocation(site_id, id),
  constraint deposit_posting_site_id_deposit_id_fkey FOREIGN KEY (site_id, deposit_id) REFERENCES payments.deposit(site_id, id),
  constraint deposit_posting_site_id_payment_id_fkey FOREIGN KEY (site_id, payment_id) REFERENCES payments.payment(site_id, id),
  constraint deposit_posting_site_id_request_id_fkey FOREIGN KEY (site_id, request_id) REFERENCES payments.deposit_request(site_id, id),
  constraint deposit_posting_site_id_reverses_id_fkey FOREIGN KEY (site_id, reverses_id) REFERENCES payments.deposit_posting(site_id, id),
  constraint a_reversal_names_its_posting CHECK (((kind = 'reversed'::text) = (reverses_id IS NOT NULL))),
  constraint deposit_posting_amount_check CHECK ((amount > 0)),
  constraint deposit_posting_kind_check CHECK ((kind = ANY (ARRAY['raised'::text, 'received'::text, 'deducted'::text, 'forfeited'::text, 'refunded'::text, 'reversed'::text])))
);
CREATE INDEX posting_of_allocation ON payments.deposit_posting USING btree (site_id, allocation_id) WHERE (allocation_id IS NOT NULL);
CREATE INDEX posting_of_deposit ON payments.deposit_posting USING btree (site_id, deposit_id, created_at, id);
CREATE INDEX posting_of_payment ON payments.deposit_posting USING btree (site_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE TRIGGER posting_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON payments.deposit_posting FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table payments.deposit_posting enable always trigger posting_stays;
alter table payments.deposit_posting enable row level security;
alter table payments.deposit_posting force row level security;
create policy at_announced_sites on payments.deposit_posting for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.deposit_posting as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.deposit_posting to towerkeep_app;

create table payments.deposit_request (
  site_id uuid not null,
  id uuid not null,
  deposit_id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  amount bigint not null,
  lines jsonb not null default '[]'::jsonb,
  payee jsonb,
  reason text not null,
  status text not null default 'asked'::text,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision text not null default ''::text,
  constraint deposit_request_pkey PRIMARY KEY (site_id, id),
  constraint deposit_request_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people.person(id),
  constraint deposit_request_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint deposit_request_site_id_deposit_id_fkey FOREIGN KEY (site_id, deposit_id) REFERENCES payments.deposit(site_id, id),
  constraint decided_by_another CHECK (((decided_by IS NULL) OR (decided_by <> asked_by))),
  constraint decided_whole CHECK ((((status = 'asked'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
  constraint deposit_request_amount_check CHECK ((amount > 0)),
  constraint deposit_request_kind_check CHECK ((kind = ANY (ARRAY['deduct'::text, 'forfeit'::text, 'refund'::text]))),
  constraint deposit_request_reason_check CHECK ((reason <> ''::text)),
  constraint deposit_request_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'approved'::text, 'declined'::text])))
);
CREATE INDEX request_of_deposit ON payments.deposit_request USING btree (site_id, deposit_id, asked_at DESC, id DESC);
CREATE INDEX request_waiting ON payments.deposit_request USING btree (site_id, asked_at, id) WHERE (status = 'asked'::text);
alter table payments.deposit_request enable row level security;
alter table payments.deposit_request force row level security;
create policy at_announced_sites on payments.deposit_request for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.deposit_request as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on payments.deposit_request to towerkeep_app;

create table payments.payer (
  site_id uuid not null,
  tenant_id uuid not null,
  payer_key text not null,
  account text not null,
  name text not null,
  times integer not null default 1,
  last_on date not null,
  constraint payer_pkey PRIMARY KEY (site_id, tenant_id, payer_key, account),
  constraint payer_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id)
);
CREATE INDEX payer_by_account ON payments.payer USING btree (site_id, account) WHERE (account <> ''::text);
CREATE INDEX payer_by_key ON payments.payer USING btree (site_id, payer_key);
alter table payments.payer enable row level security;
alter table payments.payer force row level security;
create policy at_announced_sites on payments.payer for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.payer as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on payments.payer to towerkeep_app;

create table payments.payment (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  entity_id uuid not null,
  means text not null,
  received_on date not null,
  booked_on date not null,
  amount bigint not null,
  allocated bigint not null default 0,
  statement_line_id uuid,
  payer_name text not null default ''::text,
  voucher_no text not null default ''::text,
  remark text not null default ''::text,
  created_by uuid,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  reversed_at timestamp with time zone,
  reversed_on date,
  reversed_why text,
  reversed_reason text,
  reversed_by_name text,
  refunded bigint not null default 0,
  constraint payment_pkey PRIMARY KEY (site_id, id),
  constraint payment_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint payment_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint payment_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint payment_site_id_statement_line_id_fkey FOREIGN KEY (site_id, statement_line_id) REFERENCES payments.statement_line(site_id, id),
  constraint payment_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint a_reversed_payment_settles_nothing CHECK (((reversed_at IS NULL) OR ((allocated = 0) AND (refunded = 0)))),
  constraint not_allocated_beyond_the_payment CHECK (((allocated >= 0) AND (refunded >= 0) AND ((allocated + refunded) <= amount))),
  constraint payment_amount_check CHECK ((amount > 0)),
  constraint payment_means_check CHECK ((means = ANY (ARRAY['transfer'::text, 'cash'::text, 'cheque'::text, 'pos'::text, 'wechat'::text, 'alipay'::text, 'deposit'::text]))),
  constraint payment_reversed_why_check CHECK ((reversed_why = ANY (ARRAY['wrongMatch'::text, 'bounced'::text, 'mistake'::text]))),
  constraint reversed_whole CHECK ((((reversed_at IS NULL) = (reversed_on IS NULL)) AND ((reversed_at IS NULL) = (reversed_why IS NULL)) AND ((reversed_at IS NULL) = (reversed_reason IS NULL)) AND ((reversed_at IS NULL) = (reversed_by_name IS NULL))))
);
CREATE INDEX payment_newest ON payments.payment USING btree (site_id, booked_on DESC, id DESC);
CREATE INDEX payment_of_line ON payments.payment USING btree (site_id, statement_line_id) WHERE (statement_line_id IS NOT NULL);
CREATE INDEX payment_of_tenant ON payments.payment USING btree (site_id, tenant_id, booked_on DESC, id DESC);
CREATE INDEX payment_with_advance ON payments.payment USING btree (site_id, tenant_id, received_on, id) WHERE ((reversed_at IS NULL) AND ((allocated + refunded) < amount));
CREATE CONSTRAINT TRIGGER booked_by_its_payments AFTER INSERT OR UPDATE ON payments.payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments.check_statement_line();
CREATE TRIGGER payment_stays BEFORE UPDATE ON payments.payment FOR EACH ROW EXECUTE FUNCTION payments.refuse_change_of_booked();
alter table payments.payment enable always trigger payment_stays;
CREATE TRIGGER payments_never_removed BEFORE DELETE OR TRUNCATE ON payments.payment FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table payments.payment enable always trigger payments_never_removed;
alter table payments.payment enable row level security;
alter table payments.payment force row level security;
create policy at_announced_sites on payments.payment for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.payment as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.payment to towerkeep_app;

create table payments.payout (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  entity_id uuid not null,
  amount bigint not null,
  payee jsonb not null,
  reason text not null,
  source_kind text not null default 'hand'::text,
  source_id text not null default ''::text,
  status text not null default 'asked'::text,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision text not null default ''::text,
  paid_on date,
  paid_at timestamp with time zone,
  paid_by_name text,
  reference text not null default ''::text,
  returned_on date,
  returned_at timestamp with time zone,
  returned_by_name text,
  returned_reason text not null default ''::text,
  constraint payout_pkey PRIMARY KEY (site_id, id),
  constraint payout_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people.person(id),
  constraint payout_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint payout_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint payout_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint payout_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint decided_before_paid CHECK (((status = 'asked'::text) = (decided_at IS NULL))),
  constraint paid_out_by_leave_of_another CHECK (((decided_by IS NULL) OR (decided_by <> asked_by))),
  constraint paid_out_whole CHECK ((((status = ANY (ARRAY['paid'::text, 'returned'::text])) = (paid_on IS NOT NULL)) AND ((paid_on IS NULL) = (paid_at IS NULL)))),
  constraint payout_amount_check CHECK ((amount > 0)),
  constraint payout_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'approved'::text, 'declined'::text, 'paid'::text, 'returned'::text]))),
  constraint returned_whole CHECK (((status = 'returned'::text) = (returned_on IS NOT NULL)))
);
CREATE INDEX payout_newest ON payments.payout USING btree (site_id, asked_at DESC, id DESC);
CREATE INDEX payout_of_source ON payments.payout USING btree (site_id, source_kind, source_id);
CREATE INDEX payout_of_tenant ON payments.payout USING btree (site_id, tenant_id, asked_at DESC, id DESC);
CREATE INDEX payout_to_do ON payments.payout USING btree (site_id, asked_at, id) WHERE (status = ANY (ARRAY['asked'::text, 'approved'::text]));
CREATE TRIGGER payouts_never_removed BEFORE DELETE OR TRUNCATE ON payments.payout FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE CONSTRAINT TRIGGER refunded_by_its_payouts AFTER INSERT OR UPDATE ON payments.payout DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments.check_refunded();
alter table payments.payout enable row level security;
alter table payments.payout force row level security;
create policy at_announced_sites on payments.payout for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.payout as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.payout to towerkeep_app;

create table payments.payout_part (
  site_id uuid not null,
  payout_id uuid not null,
  position integer not null,
  tenant_id uuid not null,
  payment_id uuid,
  deposit_id uuid,
  posting_id uuid,
  amount bigint not null,
  constraint payout_part_pkey PRIMARY KEY (site_id, payout_id, "position"),
  constraint payout_part_site_id_deposit_id_fkey FOREIGN KEY (site_id, deposit_id) REFERENCES payments.deposit(site_id, id),
  constraint payout_part_site_id_payment_id_fkey FOREIGN KEY (site_id, payment_id) REFERENCES payments.payment(site_id, id),
  constraint payout_part_site_id_payout_id_fkey FOREIGN KEY (site_id, payout_id) REFERENCES payments.payout(site_id, id),
  constraint a_posting_is_of_a_deposit CHECK (((posting_id IS NULL) OR (deposit_id IS NOT NULL))),
  constraint out_of_one_of_them CHECK (((payment_id IS NULL) <> (deposit_id IS NULL))),
  constraint payout_part_amount_check CHECK ((amount > 0)),
  constraint payout_part_position_check CHECK (("position" >= 1))
);
CREATE INDEX payout_part_of_payment ON payments.payout_part USING btree (site_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE TRIGGER payout_parts_never_removed BEFORE DELETE OR TRUNCATE ON payments.payout_part FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table payments.payout_part enable row level security;
alter table payments.payout_part force row level security;
create policy at_announced_sites on payments.payout_part for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.payout_part as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.payout_part to towerkeep_app;

create table payments.receipt (
  site_id uuid not null,
  id uuid not null,
  receipt_no text not null,
  payment_id uuid not null,
  tenant_id uuid not null,
  document_id uuid not null,
  amount bigint not null,
  issued_at timestamp with time zone not null,
  issued_by_name text not null,
  constraint receipt_pkey PRIMARY KEY (site_id, id),
  constraint one_receipt_of_a_payment UNIQUE (site_id, payment_id),
  constraint receipt_number_once UNIQUE (site_id, receipt_no),
  constraint receipt_site_id_document_id_fkey FOREIGN KEY (site_id, document_id) REFERENCES documents.document(site_id, id),
  constraint receipt_site_id_payment_id_fkey FOREIGN KEY (site_id, payment_id) REFERENCES payments.payment(site_id, id),
  constraint receipt_amount_check CHECK ((amount > 0)),
  constraint receipt_receipt_no_check CHECK ((receipt_no <> ''::text))
);
CREATE TRIGGER receipt_stays BEFORE UPDATE ON payments.receipt FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table payments.receipt enable always trigger receipt_stays;
CREATE TRIGGER receipts_never_removed BEFORE DELETE OR TRUNCATE ON payments.receipt FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table payments.receipt enable always trigger receipts_never_removed;
alter table payments.receipt enable row level security;
alter table payments.receipt force row level security;
create policy at_announced_sites on payments.receipt for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on payments.receipt as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on payments.receipt to towerkeep_app;

create table payments.refused_row (
  site_id uuid not null,
  statement_id uuid not null,
  row_no integer not null,
  reasons jsonb not null,
  cells jsonb not null,
  constraint refused_row_pkey PRIMARY KEY (site_id, statement_id, row_no),
  constraint refused_row_site_id_statement_id_fkey FOREIGN KEY (site_id, statement_id) REFERENCES payments.statement(site_id, id)
);
alter table payments.refused_row enable row level security;
alter table payments.refused_row force row level security;
create policy at_announced_sites on payments.refused_row for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.refused_row as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select on payments.refused_row to towerkeep_app;

create table payments.setting (
  site_id uuid not null,
  allocation_order text not null,
  wrong_entity text not null,
  version integer not null default 1,
  constraint setting_pkey PRIMARY KEY (site_id),
  constraint setting_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint setting_allocation_order_check CHECK ((allocation_order = ANY (ARRAY['principalFirst'::text, 'lateFeeFirst'::text, 'depositFirst'::text]))),
  constraint setting_wrong_entity_check CHECK ((wrong_entity = ANY (ARRAY['refuse'::text, 'onBehalf'::text])))
);
alter table payments.setting enable row level security;
alter table payments.setting force row level security;
create policy at_announced_sites on payments.setting for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on payments.setting to towerkeep_app;

create table payments.statement (
  site_id uuid not null,
  id uuid not null,
  entity_id uuid not null,
  file_name text not null,
  file_hash text not null,
  sheets text[] not null,
  status text not null default 'draft'::text,
  mapping jsonb,
  titles jsonb,
  fingerprint text,
  choice text,
  counts jsonb,
  problems jsonb,
  progress_done integer not null default 0,
  progress_all integer not null default 0,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  asked_by uuid,
  asked_by_name text,
  asked_at timestamp with time zone,
  constraint statement_pkey PRIMARY KEY (site_id, id),
  constraint statement_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people.person(id),
  constraint statement_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint statement_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint statement_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint asked_by_somebody CHECK ((num_nulls(asked_by, asked_by_name, asked_at) = ANY (ARRAY[0, 3]))),
  constraint statement_choice_check CHECK ((choice = ANY (ARRAY['allOrNothing'::text, 'goodRows'::text]))),
  constraint statement_file_hash_check CHECK ((file_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint statement_file_name_check CHECK ((file_name <> ''::text)),
  constraint statement_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'previewing'::text, 'previewed'::text, 'running'::text, 'done'::text, 'failed'::text, 'undone'::text])))
);
CREATE INDEX statement_by_fingerprint ON payments.statement USING btree (site_id, entity_id, fingerprint, created_at DESC);
CREATE INDEX statement_newest ON payments.statement USING btree (site_id, created_at DESC, id DESC);
CREATE INDEX statement_under_way ON payments.statement USING btree (site_id) WHERE (status = ANY (ARRAY['previewing'::text, 'running'::text]));
alter table payments.statement enable row level security;
alter table payments.statement force row level security;
create policy at_announced_sites on payments.statement for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.statement as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on payments.statement to towerkeep_app;

create table payments.statement_line (
  site_id uuid not null,
  id uuid not null,
  statement_id uuid not null,
  entity_id uuid not null,
  row_no integer not null,
  direction text not null,
  day date not null,
  amount bigint not null,
  payer_name text not null,
  payer_key text not null,
  payer_account text not null,
  remark text not null,
  serial_no text not null,
  balance bigint,
  fingerprint text not null,
  status text not null default 'open'::text,
  note text not null default ''::text,
  allocated bigint not null default 0,
  claimed_tenant_id uuid,
  claimed_by_name text,
  claimed_at timestamp with time zone,
  constraint statement_line_pkey PRIMARY KEY (site_id, id),
  constraint a_line_comes_once UNIQUE (site_id, entity_id, fingerprint),
  constraint statement_line_site_id_claimed_tenant_id_fkey FOREIGN KEY (site_id, claimed_tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint statement_line_site_id_entity_id_fkey FOREIGN KEY (site_id, entity_id) REFERENCES sites.legal_entity(site_id, id),
  constraint statement_line_site_id_statement_id_fkey FOREIGN KEY (site_id, statement_id) REFERENCES payments.statement(site_id, id),
  constraint claimed_whole CHECK ((((claimed_tenant_id IS NULL) = (claimed_at IS NULL)) AND ((claimed_at IS NULL) = (claimed_by_name IS NULL)))),
  constraint not_booked_beyond_the_line CHECK (((allocated >= 0) AND (allocated <= amount) AND ((direction = 'in'::text) OR (allocated = 0)))),
  constraint statement_line_amount_check CHECK ((amount > 0)),
  constraint statement_line_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint statement_line_status_check CHECK ((status = ANY (ARRAY['open'::text, 'unclaimed'::text, 'setAside'::text])))
);
CREATE INDEX statement_line_newest ON payments.statement_line USING btree (site_id, day DESC, id DESC);
CREATE INDEX statement_line_of_statement ON payments.statement_line USING btree (site_id, statement_id, row_no);
CREATE INDEX statement_line_to_match ON payments.statement_line USING btree (site_id, status, day, id) WHERE ((direction = 'in'::text) AND (allocated < amount));
CREATE TRIGGER statement_line_stays BEFORE UPDATE ON payments.statement_line FOR EACH ROW EXECUTE FUNCTION payments.refuse_change_of_booked();
alter table payments.statement_line enable row level security;
alter table payments.statement_line force row level security;
create policy at_announced_sites on payments.statement_line for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.statement_line as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select on payments.statement_line to towerkeep_app;

create table payments.statement_source (
  site_id uuid not null,
  statement_id uuid not null,
  bytes bytea not null,
  constraint statement_source_pkey PRIMARY KEY (site_id, statement_id),
  constraint statement_source_site_id_statement_id_fkey FOREIGN KEY (site_id, statement_id) REFERENCES payments.statement(site_id, id)
);
alter table payments.statement_source enable row level security;
alter table payments.statement_source force row level security;
create policy at_announced_sites on payments.statement_source for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on payments.statement_source as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on payments.statement_source to towerkeep_app;

create table people.audit (
  id uuid not null,
  at timestamp with time zone not null,
  deed text not null,
  actor_id uuid,
  actor_name text not null,
  person_id uuid,
  address text,
  facts jsonb not null default '{}'::jsonb,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES people.person(id),
  constraint audit_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id)
);
CREATE INDEX audit_by_person ON people.audit USING btree (person_id, at DESC, id DESC);
CREATE INDEX audit_newest ON people.audit USING btree (at DESC, id DESC);
CREATE TRIGGER audit_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON people.audit FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
grant insert, select on people.audit to towerkeep_app;

create table people.credential (
  person_id uuid not null,
  password_hash text not null,
  changed_at timestamp with time zone not null,
  constraint credential_pkey PRIMARY KEY (person_id),
  constraint credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id)
);
grant insert, select, update on people.credential to towerkeep_app;

create table people.device (
  person_id uuid not null,
  token_hash text not null,
  seen_at timestamp with time zone not null,
  constraint device_pkey PRIMARY KEY (person_id, token_hash),
  constraint device_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id)
);
CREATE INDEX device_by_token ON people.device USING btree (token_hash);
grant delete, insert, select, update on people.device to towerkeep_app;

create table people.guard (
  kind text not null,
  key text not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  constraint guard_pkey PRIMARY KEY (kind, key),
  constraint guard_kind_check CHECK ((kind = ANY (ARRAY['account'::text, 'address'::text])))
);
CREATE INDEX guard_oldest ON people.guard USING btree (last_at);
grant delete, insert, select, update on people.guard to towerkeep_app;

create table people.link (
  id uuid not null,
  kind text not null,
  token_hash text not null,
  person_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint link_pkey PRIMARY KEY (id),
  constraint link_token_hash_key UNIQUE (token_hash),
  constraint link_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint link_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint link_kind_check CHECK ((kind = ANY (ARRAY['setup'::text, 'invitation'::text, 'reset'::text]))),
  constraint setup_is_nobodys CHECK (((kind = 'setup'::text) = (person_id IS NULL)))
);
CREATE INDEX link_by_person ON people.link USING btree (person_id, kind) WHERE (used_at IS NULL);
grant insert, select, update on people.link to towerkeep_app;

create table people.person (
  id uuid not null,
  name text not null,
  login text,
  email text,
  phone text,
  language text not null default 'zh'::text,
  is_administrator boolean not null default false,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint login_once UNIQUE (login),
  constraint login_in_lower_case CHECK ((login = lower(login))),
  constraint person_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
  constraint person_name_check CHECK ((name <> ''::text)),
  constraint person_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'inactive'::text])))
);
CREATE TRIGGER person_changes AFTER UPDATE OF state, is_administrator, name ON people.person FOR EACH ROW EXECUTE FUNCTION people.tell_access();
grant insert, select, update on people.person to towerkeep_app;

create table people.recovery_code (
  person_id uuid not null,
  code_hash text not null,
  used_at timestamp with time zone,
  constraint recovery_code_pkey PRIMARY KEY (person_id, code_hash),
  constraint recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id)
);
grant delete, insert, select, update on people.recovery_code to towerkeep_app;

create table people.role_grant (
  site_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  role text not null,
  tenant_id uuid,
  contact_id uuid,
  authorities text[] not null default '{}'::text[],
  granted_by uuid,
  granted_at timestamp with time zone not null,
  constraint role_grant_pkey PRIMARY KEY (site_id, id),
  constraint role_once_per_person_and_site UNIQUE NULLS NOT DISTINCT (site_id, person_id, role, tenant_id),
  constraint role_grant_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES people.person(id),
  constraint role_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint role_grant_site_id_contact_id_fkey FOREIGN KEY (site_id, contact_id) REFERENCES tenants.contact(site_id, id),
  constraint role_grant_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint role_grant_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint tenant_contact_names_the_company CHECK (((role = 'tenantContact'::text) = (tenant_id IS NOT NULL)))
);
CREATE INDEX role_grant_by_person ON people.role_grant USING btree (person_id);
CREATE TRIGGER grant_changes AFTER INSERT OR DELETE OR UPDATE ON people.role_grant FOR EACH ROW EXECUTE FUNCTION people.tell_access();
CREATE TRIGGER granted_as_authorised BEFORE INSERT OR UPDATE OF authorities, contact_id ON people.role_grant FOR EACH ROW WHEN ((new.contact_id IS NOT NULL)) EXECUTE FUNCTION tenants.grant_as_authorised();
alter table people.role_grant enable row level security;
alter table people.role_grant force row level security;
create policy at_announced_sites on people.role_grant for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy owner_reads on people.role_grant for select to current_user using (true);
grant delete, insert, select, update on people.role_grant to towerkeep_app;

create table people.second_factor (
  person_id uuid not null,
  secret text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  constraint second_factor_pkey PRIMARY KEY (person_id),
  constraint second_factor_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id)
);
grant delete, insert, select, update on people.second_factor to towerkeep_app;

create table people.session (
  id uuid not null,
  person_id uuid not null,
  token_hash text not null,
  device text not null,
  address text not null,
  signed_in_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_hash_key UNIQUE (token_hash),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id)
);
CREATE INDEX session_by_person ON people.session USING btree (person_id, signed_in_at DESC) WHERE (ended_at IS NULL);
CREATE TRIGGER session_ends AFTER UPDATE OF ended_at ON people.session FOR EACH ROW EXECUTE FUNCTION people.tell_access();
CREATE TRIGGER session_goes AFTER DELETE ON people.session FOR EACH ROW EXECUTE FUNCTION people.tell_access();
grant delete, insert, select, update on people.session to towerkeep_app;

create table people.token (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  token_hash text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint token_pkey PRIMARY KEY (id),
  constraint token_token_hash_key UNIQUE (token_hash),
  constraint token_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint token_name_check CHECK ((name <> ''::text))
);
CREATE INDEX token_by_person ON people.token USING btree (person_id) WHERE (ended_at IS NULL);
CREATE TRIGGER token_ends AFTER UPDATE OF ended_at ON people.token FOR EACH ROW EXECUTE FUNCTION people.tell_access();
grant insert, select, update on people.token to towerkeep_app;

create table platform.clock (
  name text not null,
  site_id uuid not null,
  last_at timestamp with time zone not null,
  constraint clock_pkey PRIMARY KEY (site_id, name),
  constraint clock_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);

create table platform.file (
  site_id uuid not null,
  id uuid not null,
  hash text not null,
  name text not null,
  type text not null,
  size bigint not null,
  tenant_id uuid,
  uploaded_by uuid,
  uploaded_at timestamp with time zone not null,
  constraint file_pkey PRIMARY KEY (site_id, id),
  constraint file_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint file_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES people.person(id),
  constraint file_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint file_size_check CHECK ((size >= 0))
);
alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy at_announced_sites on platform.file for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select on platform.file to towerkeep_app;

create table platform.mail (
  id uuid not null,
  job_id text not null,
  recipient text not null,
  subject text not null,
  state text not null,
  attempts integer not null,
  error text,
  queued_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_once_per_job UNIQUE (job_id),
  constraint mail_state_check CHECK ((state = ANY (ARRAY['sent'::text, 'kept'::text, 'failing'::text, 'failed'::text])))
);
CREATE INDEX mail_in_trouble ON platform.mail USING btree (state) WHERE (state = ANY (ARRAY['failing'::text, 'failed'::text, 'kept'::text]));
CREATE INDEX mail_newest ON platform.mail USING btree (queued_at DESC, id DESC);
grant insert, select, update on platform.mail to towerkeep_app;

create table platform.mail_server (
  only_one boolean not null default true,
  is_configured boolean not null,
  looked_at timestamp with time zone not null,
  constraint mail_server_pkey PRIMARY KEY (only_one),
  constraint mail_server_only_one_check CHECK (only_one)
);
grant insert, select, update on platform.mail_server to towerkeep_app;

create table rentroll.change (
  site_id uuid not null,
  import_id uuid not null,
  kind text not null,
  row_id uuid not null,
  version integer not null,
  was jsonb,
  constraint change_pkey PRIMARY KEY (site_id, row_id, import_id),
  constraint change_import_id_fkey FOREIGN KEY (import_id) REFERENCES rentroll.import(id),
  constraint change_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint change_kind_check CHECK ((kind = ANY (ARRAY['site'::text, 'building'::text, 'floor'::text, 'unit'::text, 'tenant'::text, 'contact'::text, 'lease'::text])))
);
CREATE INDEX change_by_import ON rentroll.change USING btree (import_id, kind);
alter table rentroll.change enable row level security;
alter table rentroll.change force row level security;
create policy at_announced_sites on rentroll.change for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on rentroll.change as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on rentroll.change to towerkeep_app;

create table rentroll.import (
  site_id uuid,
  id uuid not null,
  file_name text not null,
  file_hash text not null,
  sheets text[] not null,
  status text not null default 'draft'::text,
  mapping jsonb,
  titles jsonb,
  fingerprint text,
  choice text,
  is_dry_run boolean not null default false,
  counts jsonb,
  problems jsonb,
  progress_done integer not null default 0,
  progress_all integer not null default 0,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint import_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint import_choice_check CHECK ((choice = ANY (ARRAY['allOrNothing'::text, 'goodRows'::text]))),
  constraint import_file_hash_check CHECK ((file_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint import_file_name_check CHECK ((file_name <> ''::text)),
  constraint import_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'previewing'::text, 'previewed'::text, 'running'::text, 'done'::text, 'failed'::text, 'undoing'::text, 'undone'::text])))
);
CREATE INDEX import_by_fingerprint ON rentroll.import USING btree (site_id, fingerprint, created_at DESC);
CREATE INDEX import_newest ON rentroll.import USING btree (site_id, created_at DESC, id DESC);
alter table rentroll.import enable row level security;
alter table rentroll.import force row level security;
create policy at_announced_sites on rentroll.import for all to towerkeep_app using (((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])) OR ((site_id IS NULL) AND ((created_by = ( SELECT platform.person_id() AS person_id)) OR (EXISTS ( SELECT 1
   FROM people.person
  WHERE ((person.id = ( SELECT platform.person_id() AS person_id)) AND person.is_administrator)))))));
create policy not_for_tenants on rentroll.import as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on rentroll.import to towerkeep_app;

create table rentroll.refused_row (
  site_id uuid,
  import_id uuid not null,
  row_no integer not null,
  reasons jsonb not null,
  cells jsonb not null,
  constraint refused_row_pkey PRIMARY KEY (import_id, row_no),
  constraint refused_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES rentroll.import(id),
  constraint refused_row_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table rentroll.refused_row enable row level security;
alter table rentroll.refused_row force row level security;
create policy of_visible_imports on rentroll.refused_row for all to towerkeep_app using ((EXISTS ( SELECT 1
   FROM rentroll.import
  WHERE (import.id = refused_row.import_id))));
grant delete, insert, select on rentroll.refused_row to towerkeep_app;

create table rentroll.source (
  site_id uuid,
  import_id uuid not null,
  bytes bytea not null,
  constraint source_pkey PRIMARY KEY (import_id),
  constraint source_import_id_fkey FOREIGN KEY (import_id) REFERENCES rentroll.import(id),
  constraint source_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table rentroll.source enable row level security;
alter table rentroll.source force row level security;
create policy of_visible_imports on rentroll.source for all to towerkeep_app using ((EXISTS ( SELECT 1
   FROM rentroll.import
  WHERE (import.id = source.import_id))));
grant insert, select on rentroll.source to towerkeep_app;

create table service.attachment (
  site_id uuid not null,
  file_id uuid not null,
  case_id uuid not null,
  tenant_id uuid,
  audience text not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  constraint attachment_pkey PRIMARY KEY (site_id, file_id),
  constraint attachment_site_id_case_id_fkey FOREIGN KEY (site_id, case_id) REFERENCES service."case"(site_id, id),
  constraint attachment_site_id_file_id_fkey FOREIGN KEY (site_id, file_id) REFERENCES platform.file(site_id, id),
  constraint attachment_audience_check CHECK ((audience = ANY (ARRAY['internal'::text, 'tenant'::text])))
);
CREATE INDEX attachment_by_case ON service.attachment USING btree (site_id, case_id, added_at);
alter table service.attachment enable row level security;
alter table service.attachment force row level security;
create policy at_announced_sites on service.attachment for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy internal_is_for_staff on service.attachment as restrictive for all to towerkeep_app using (((( SELECT platform.tenant_id() AS tenant_id) IS NULL) OR (audience = 'tenant'::text)));
create policy of_own_company on service.attachment as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on service.attachment to towerkeep_app;

create table service.call (
  site_id uuid not null,
  id uuid not null,
  source text not null,
  external_id text not null,
  started_at timestamp with time zone not null,
  waited_ms integer not null,
  rings integer not null,
  is_answered boolean not null,
  verdict text not null,
  caller_number text not null default ''::text,
  extension text not null default ''::text,
  answered_by_id uuid,
  had_greeting boolean,
  remark text not null default ''::text,
  evidence_id uuid,
  recorded_at timestamp with time zone not null,
  failed_for text[] not null default '{}'::text[],
  constraint call_pkey PRIMARY KEY (site_id, id),
  constraint a_call_counts_once UNIQUE (site_id, external_id),
  constraint call_answered_by_id_fkey FOREIGN KEY (answered_by_id) REFERENCES people.person(id),
  constraint call_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint call_rings_check CHECK ((rings >= 1)),
  constraint call_source_check CHECK ((source = ANY (ARRAY['csv'::text, 'pbx'::text, 'test'::text]))),
  constraint call_verdict_check CHECK ((verdict = ANY (ARRAY['kept'::text, 'failed'::text, 'noOccasion'::text]))),
  constraint call_waited_ms_check CHECK ((waited_ms >= 0)),
  constraint failed_by_what_is_judged CHECK ((failed_for <@ ARRAY['tooManyRings'::text, 'notAnswered'::text, 'noGreeting'::text]))
);
CREATE INDEX call_by_time ON service.call USING btree (site_id, started_at DESC, id DESC);
alter table service.call enable row level security;
alter table service.call force row level security;
create policy at_announced_sites on service.call for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.call as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on service.call to towerkeep_app;

create table service.callback (
  site_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  tenant_id uuid,
  round integer not null,
  caller_id uuid,
  visited text not null,
  means text not null,
  speed integer not null,
  attitude integer not null,
  quality integer not null,
  result integer not null,
  is_unresolved boolean not null,
  is_satisfied boolean not null generated always as (((NOT is_unresolved) AND (result > 2))) stored,
  opinion text not null,
  said_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  constraint callback_pkey PRIMARY KEY (site_id, id),
  constraint one_call_back_in_a_round UNIQUE (site_id, case_id, round),
  constraint callback_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES people.person(id),
  constraint callback_site_id_case_id_fkey FOREIGN KEY (site_id, case_id) REFERENCES service."case"(site_id, id),
  constraint callback_attitude_check CHECK (((attitude >= 1) AND (attitude <= 5))),
  constraint callback_quality_check CHECK (((quality >= 1) AND (quality <= 5))),
  constraint callback_result_check CHECK (((result >= 1) AND (result <= 5))),
  constraint callback_speed_check CHECK (((speed >= 1) AND (speed <= 5)))
);
CREATE INDEX callback_by_time ON service.callback USING btree (site_id, said_at);
alter table service.callback enable row level security;
alter table service.callback force row level security;
create policy at_announced_sites on service.callback for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on service.callback as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on service.callback to towerkeep_app;

create table service.case (
  site_id uuid not null,
  id uuid not null,
  case_no text not null,
  kind text not null,
  channel text not null,
  severity text not null,
  attributable text not null,
  category text not null,
  cause text,
  title text not null,
  matter text not null,
  tenant_id uuid,
  customer_name text not null,
  contact_id uuid,
  contact_name text not null,
  contact_phone text,
  contact_email text,
  unit_id uuid,
  floor_id uuid,
  building_id uuid,
  place text not null default ''::text,
  received_at timestamp with time zone not null,
  registered_at timestamp with time zone not null,
  first_owner_id uuid not null,
  owner_id uuid not null,
  promised_at timestamp with time zone,
  round integer not null default 1,
  department text,
  handler_id uuid,
  handler_ids uuid[] not null default '{}'::uuid[],
  is_valid boolean,
  verified_at timestamp with time zone,
  dispatched_at timestamp with time zone,
  accepted_at timestamp with time zone,
  resolved_at timestamp with time zone,
  first_feedback_at timestamp with time zone,
  feedback_at timestamp with time zone,
  revisited_at timestamp with time zone,
  archived_at timestamp with time zone,
  voided_at timestamp with time zone,
  merged_into_id uuid,
  overridden text[] not null default '{}'::text[],
  due_at timestamp with time zone,
  escalated_at timestamp with time zone,
  version integer not null default 1,
  status text not null generated always as (
CASE
    WHEN (merged_into_id IS NOT NULL) THEN 'merged'::text
    WHEN (voided_at IS NOT NULL) THEN 'invalid'::text
    WHEN (archived_at IS NOT NULL) THEN 'archived'::text
    WHEN (revisited_at IS NOT NULL) THEN 'revisited'::text
    WHEN (feedback_at IS NOT NULL) THEN 'feedbackGiven'::text
    WHEN (resolved_at IS NOT NULL) THEN 'resolved'::text
    WHEN (accepted_at IS NOT NULL) THEN 'processing'::text
    WHEN (dispatched_at IS NOT NULL) THEN 'dispatched'::text
    WHEN (verified_at IS NOT NULL) THEN 'verifying'::text
    WHEN (round > 1) THEN 'reopened'::text
    ELSE 'registered'::text
END) stored,
  round_begun_at timestamp with time zone not null,
  constraint case_pkey PRIMARY KEY (site_id, id),
  constraint case_no_once_per_site UNIQUE (site_id, case_no),
  constraint case_first_owner_id_fkey FOREIGN KEY (first_owner_id) REFERENCES people.person(id),
  constraint case_handler_id_fkey FOREIGN KEY (handler_id) REFERENCES people.person(id),
  constraint case_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.person(id),
  constraint case_site_id_contact_id_fkey FOREIGN KEY (site_id, contact_id) REFERENCES tenants.contact(site_id, id),
  constraint case_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint case_site_id_merged_into_id_fkey FOREIGN KEY (site_id, merged_into_id) REFERENCES service."case"(site_id, id),
  constraint case_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint case_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id),
  constraint call_back_follows_feedback CHECK (((revisited_at IS NULL) OR (feedback_at IS NOT NULL))),
  constraint case_attributable_check CHECK ((attributable = ANY (ARRAY['undecided'::text, 'yes'::text, 'no'::text]))),
  constraint case_channel_check CHECK ((channel = ANY (ARRAY['phone'::text, 'desk'::text, 'portal'::text, 'email'::text, 'wechat'::text, 'letter'::text]))),
  constraint case_contact_name_check CHECK ((contact_name <> ''::text)),
  constraint case_customer_name_check CHECK ((customer_name <> ''::text)),
  constraint case_kind_check CHECK ((kind = ANY (ARRAY['enquiry'::text, 'complaint'::text]))),
  constraint case_matter_check CHECK ((matter <> ''::text)),
  constraint case_round_check CHECK ((round >= 1)),
  constraint case_severity_check CHECK ((severity = ANY (ARRAY['ordinary'::text, 'complex'::text, 'grave'::text]))),
  constraint case_title_check CHECK ((title <> ''::text)),
  constraint ended_in_one_way CHECK ((num_nonnulls(archived_at, voided_at, merged_into_id) <= 1)),
  constraint filed_after_feedback_and_call_back_or_by_authority CHECK (((archived_at IS NULL) OR (revisited_at IS NOT NULL) OR ('service.noCallback'::text = ANY (overridden)))),
  constraint first_feedback_comes_with_the_result CHECK (((feedback_at IS NULL) OR (first_feedback_at IS NOT NULL))),
  constraint not_merged_into_itself CHECK ((merged_into_id <> id)),
  constraint received_before_it_is_registered CHECK ((received_at <= registered_at)),
  constraint work_is_dispatched_before_it_is_done CHECK (((dispatched_at IS NOT NULL) OR ((accepted_at IS NULL) AND (resolved_at IS NULL))))
);
CREATE INDEX case_by_due ON service."case" USING btree (site_id, due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX case_by_receipt ON service."case" USING btree (site_id, received_at DESC, id DESC);
CREATE INDEX case_by_tenant ON service."case" USING btree (site_id, tenant_id, received_at DESC, id DESC);
CREATE INDEX case_merged_here ON service."case" USING btree (site_id, merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX open_case_by_receipt ON service."case" USING btree (site_id, received_at DESC, id DESC) WHERE ((archived_at IS NULL) AND (voided_at IS NULL) AND (merged_into_id IS NULL));
CREATE INDEX open_case_of_handler ON service."case" USING btree (site_id, handler_id, received_at DESC, id DESC) WHERE ((archived_at IS NULL) AND (voided_at IS NULL) AND (merged_into_id IS NULL));
CREATE INDEX open_case_of_owner ON service."case" USING btree (site_id, owner_id, received_at DESC, id DESC) WHERE ((archived_at IS NULL) AND (voided_at IS NULL) AND (merged_into_id IS NULL));
alter table service.case enable row level security;
alter table service.case force row level security;
create policy at_announced_sites on service.case for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on service.case as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on service.case to towerkeep_app;

create table service.case_counter (
  site_id uuid not null,
  year integer not null,
  last integer not null,
  constraint case_counter_pkey PRIMARY KEY (site_id, year),
  constraint case_counter_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table service.case_counter enable row level security;
alter table service.case_counter force row level security;
create policy at_announced_sites on service.case_counter for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on service.case_counter to towerkeep_app;

create table service.case_link (
  site_id uuid not null,
  case_id uuid not null,
  other_id uuid not null,
  linked_at timestamp with time zone not null,
  constraint case_link_pkey PRIMARY KEY (site_id, case_id, other_id),
  constraint case_link_site_id_case_id_fkey FOREIGN KEY (site_id, case_id) REFERENCES service."case"(site_id, id),
  constraint case_link_site_id_other_id_fkey FOREIGN KEY (site_id, other_id) REFERENCES service."case"(site_id, id),
  constraint a_link_is_kept_once CHECK ((case_id < other_id))
);
CREATE INDEX case_link_back ON service.case_link USING btree (site_id, other_id);
alter table service.case_link enable row level security;
alter table service.case_link force row level security;
create policy at_announced_sites on service.case_link for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.case_link as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on service.case_link to towerkeep_app;

create table service.case_search (
  site_id uuid not null,
  case_id uuid not null,
  received_at timestamp with time zone not null,
  words text not null,
  pieces text[] not null,
  constraint case_search_pkey PRIMARY KEY (site_id, case_id),
  constraint case_search_site_id_case_id_fkey FOREIGN KEY (site_id, case_id) REFERENCES service."case"(site_id, id)
);
CREATE INDEX case_search_by_piece ON service.case_search USING gin (pieces) WITH (gin_pending_list_limit='256');
CREATE INDEX case_search_by_receipt ON service.case_search USING btree (site_id, received_at DESC, case_id DESC);
alter table service.case_search enable row level security;
alter table service.case_search force row level security;
create policy at_announced_sites on service.case_search for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.case_search as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
create policy owner_searches on service.case_search for select to current_user using (true);
grant insert on service.case_search to towerkeep_app;

create table service.conduct_sample (
  site_id uuid not null,
  id uuid not null,
  sampled_at timestamp with time zone not null,
  person_id uuid not null,
  case_id uuid,
  failed text[] not null,
  remark text not null,
  sampler_id uuid not null,
  recorded_at timestamp with time zone not null,
  constraint conduct_sample_pkey PRIMARY KEY (site_id, id),
  constraint conduct_sample_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint conduct_sample_sampler_id_fkey FOREIGN KEY (sampler_id) REFERENCES people.person(id),
  constraint conduct_sample_site_id_case_id_fkey FOREIGN KEY (site_id, case_id) REFERENCES service."case"(site_id, id),
  constraint conduct_sample_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
CREATE INDEX conduct_sample_by_time ON service.conduct_sample USING btree (site_id, sampled_at DESC, id DESC);
alter table service.conduct_sample enable row level security;
alter table service.conduct_sample force row level security;
create policy at_announced_sites on service.conduct_sample for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.conduct_sample as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on service.conduct_sample to towerkeep_app;

create table service.delivery (
  site_id uuid not null,
  signature text not null,
  received_at timestamp with time zone not null,
  constraint delivery_pkey PRIMARY KEY (site_id, signature),
  constraint delivery_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table service.delivery enable row level security;
alter table service.delivery force row level security;
create policy at_announced_sites on service.delivery for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.delivery as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant delete, insert, select on service.delivery to towerkeep_app;

create table service.entry (
  site_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  tenant_id uuid,
  at timestamp with time zone not null,
  kind text not null,
  audience text not null,
  round integer not null,
  actor_id uuid,
  actor_name text not null,
  text text not null default ''::text,
  facts jsonb not null default '{}'::jsonb,
  evidence_id uuid,
  constraint entry_pkey PRIMARY KEY (site_id, id),
  constraint entry_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES people.person(id),
  constraint entry_site_id_case_id_fkey FOREIGN KEY (site_id, case_id) REFERENCES service."case"(site_id, id),
  constraint entry_audience_check CHECK ((audience = ANY (ARRAY['internal'::text, 'tenant'::text])))
);
CREATE INDEX entry_by_case ON service.entry USING btree (site_id, case_id, at, id);
CREATE INDEX exception_by_time ON service.entry USING btree (site_id, at) WHERE (kind = ANY (ARRAY['gateOpened'::text, 'ownerHandedOver'::text]));
alter table service.entry enable row level security;
alter table service.entry force row level security;
create policy at_announced_sites on service.entry for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy internal_is_for_staff on service.entry as restrictive for all to towerkeep_app using (((( SELECT platform.tenant_id() AS tenant_id) IS NULL) OR (audience = 'tenant'::text)));
create policy of_own_company on service.entry as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on service.entry to towerkeep_app;

create table service.exchange (
  site_id uuid not null,
  key text not null,
  connected_at timestamp with time zone not null,
  last_delivery_at timestamp with time zone,
  constraint exchange_pkey PRIMARY KEY (site_id),
  constraint exchange_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id)
);
alter table service.exchange enable row level security;
alter table service.exchange force row level security;
create policy at_announced_sites on service.exchange for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.exchange as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on service.exchange to towerkeep_app;

create table service.improvement (
  site_id uuid not null,
  id uuid not null,
  action_no text not null,
  month date not null,
  cause text,
  measure text not null,
  department text not null,
  owner_id uuid,
  due_on date not null,
  done_at timestamp with time zone,
  done_remark text not null default ''::text,
  constraint improvement_pkey PRIMARY KEY (site_id, id),
  constraint action_no_once_per_site UNIQUE (site_id, action_no),
  constraint improvement_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.person(id),
  constraint improvement_site_id_month_fkey FOREIGN KEY (site_id, month) REFERENCES service.monthly_analysis(site_id, month),
  constraint improvement_measure_check CHECK ((measure <> ''::text))
);
CREATE INDEX improvement_by_month ON service.improvement USING btree (site_id, month);
alter table service.improvement enable row level security;
alter table service.improvement force row level security;
create policy at_announced_sites on service.improvement for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.improvement as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on service.improvement to towerkeep_app;

create table service.monthly_analysis (
  site_id uuid not null,
  month date not null,
  id uuid not null,
  findings text not null,
  figures jsonb not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  constraint monthly_analysis_pkey PRIMARY KEY (site_id, month),
  constraint monthly_analysis_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES people.person(id),
  constraint monthly_analysis_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint monthly_analysis_findings_check CHECK ((findings <> ''::text)),
  constraint monthly_analysis_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
alter table service.monthly_analysis enable row level security;
alter table service.monthly_analysis force row level security;
create policy at_announced_sites on service.monthly_analysis for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on service.monthly_analysis as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on service.monthly_analysis to towerkeep_app;

create table service.rating_link (
  site_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  tenant_id uuid,
  round integer not null,
  token_hash text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  rated_at timestamp with time zone,
  callback_id uuid,
  constraint rating_link_pkey PRIMARY KEY (site_id, id),
  constraint token_once UNIQUE (site_id, token_hash),
  constraint rating_link_site_id_callback_id_fkey FOREIGN KEY (site_id, callback_id) REFERENCES service.callback(site_id, id),
  constraint rating_link_site_id_case_id_fkey FOREIGN KEY (site_id, case_id) REFERENCES service."case"(site_id, id),
  constraint rated_by_a_call_back CHECK (((rated_at IS NULL) = (callback_id IS NULL))),
  constraint rating_link_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX rating_link_by_case ON service.rating_link USING btree (site_id, case_id, round);
alter table service.rating_link enable row level security;
alter table service.rating_link force row level security;
create policy at_announced_sites on service.rating_link for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on service.rating_link as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on service.rating_link to towerkeep_app;

create table sites.building (
  site_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  position integer not null default 0,
  version integer not null default 1,
  constraint building_pkey PRIMARY KEY (site_id, id),
  constraint building_code_once_per_site UNIQUE (site_id, code),
  constraint building_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint building_code_check CHECK ((code <> ''::text)),
  constraint building_name_check CHECK ((name <> ''::text))
);
alter table sites.building enable row level security;
alter table sites.building force row level security;
create policy at_announced_sites on sites.building for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select, update on sites.building to towerkeep_app;

create table sites.company (
  id uuid not null,
  name text not null,
  only_one boolean not null default true,
  created_at timestamp with time zone not null,
  constraint company_pkey PRIMARY KEY (id),
  constraint company_only_one_key UNIQUE (only_one),
  constraint company_name_check CHECK ((name <> ''::text)),
  constraint company_only_one_check CHECK (only_one)
);
grant insert, select, update on sites.company to towerkeep_app;

create table sites.floor (
  site_id uuid not null,
  id uuid not null,
  building_id uuid not null,
  name text not null,
  level integer not null,
  version integer not null default 1,
  constraint floor_pkey PRIMARY KEY (site_id, id),
  constraint floor_name_once_per_building UNIQUE (site_id, building_id, name),
  constraint floor_site_id_building_id_fkey FOREIGN KEY (site_id, building_id) REFERENCES sites.building(site_id, id),
  constraint floor_name_check CHECK ((name <> ''::text))
);
CREATE INDEX floor_by_level ON sites.floor USING btree (site_id, building_id, level DESC);
alter table sites.floor enable row level security;
alter table sites.floor force row level security;
create policy at_announced_sites on sites.floor for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select, update on sites.floor to towerkeep_app;

create table sites.legal_entity (
  site_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  credit_code text not null default ''::text,
  bank_name text not null default ''::text,
  bank_account text not null default ''::text,
  address text not null default ''::text,
  phone text not null default ''::text,
  taxpayer text not null default 'general'::text,
  property_certificate_no text not null default ''::text,
  seal_file_id uuid,
  version integer not null default 1,
  constraint legal_entity_pkey PRIMARY KEY (site_id, id),
  constraint one_entity_of_a_kind UNIQUE (site_id, kind),
  constraint legal_entity_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint legal_entity_site_id_seal_file_id_fkey FOREIGN KEY (site_id, seal_file_id) REFERENCES platform.file(site_id, id),
  constraint legal_entity_kind_check CHECK ((kind = ANY (ARRAY['owner'::text, 'property'::text]))),
  constraint legal_entity_name_check CHECK ((name <> ''::text)),
  constraint legal_entity_taxpayer_check CHECK ((taxpayer = ANY (ARRAY['general'::text, 'smallScale'::text])))
);
alter table sites.legal_entity enable row level security;
alter table sites.legal_entity force row level security;
create policy at_announced_sites on sites.legal_entity for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant insert, select, update on sites.legal_entity to towerkeep_app;

create table sites.site (
  id uuid not null,
  code text not null,
  name text not null,
  zone text not null,
  address text not null default ''::text,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint site_pkey PRIMARY KEY (id),
  constraint site_code_key UNIQUE (code),
  constraint site_code_check CHECK ((code <> ''::text)),
  constraint site_name_check CHECK ((name <> ''::text)),
  constraint site_state_check CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text])))
);
alter table sites.site enable row level security;
create policy announced_sites on sites.site for select to towerkeep_app using ((id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy changed_sites on sites.site for update to towerkeep_app using ((id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy new_sites on sites.site for insert to towerkeep_app with check ((id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy owner_reads on sites.site for select to current_user using (true);
grant insert, select, update on sites.site to towerkeep_app;

create table sites.unit (
  site_id uuid not null,
  id uuid not null,
  building_id uuid not null,
  floor_id uuid not null,
  unit_no text not null,
  gross_centi bigint,
  net_centi bigint,
  chargeable_centi bigint,
  use text not null default 'office'::text,
  state text not null default 'lettable'::text,
  version integer not null default 1,
  constraint unit_pkey PRIMARY KEY (site_id, id),
  constraint unit_no_once_per_building UNIQUE (site_id, building_id, unit_no),
  constraint unit_site_id_building_id_fkey FOREIGN KEY (site_id, building_id) REFERENCES sites.building(site_id, id),
  constraint unit_site_id_floor_id_fkey FOREIGN KEY (site_id, floor_id) REFERENCES sites.floor(site_id, id),
  constraint net_within_gross CHECK ((net_centi <= gross_centi)),
  constraint unit_chargeable_centi_check CHECK ((chargeable_centi > 0)),
  constraint unit_gross_centi_check CHECK ((gross_centi > 0)),
  constraint unit_net_centi_check CHECK ((net_centi > 0)),
  constraint unit_state_check CHECK ((state = ANY (ARRAY['lettable'::text, 'ownUse'::text, 'works'::text, 'withdrawn'::text]))),
  constraint unit_unit_no_check CHECK ((unit_no <> ''::text)),
  constraint unit_use_check CHECK ((use = ANY (ARRAY['office'::text, 'retail'::text, 'storage'::text, 'parking'::text, 'plant'::text, 'public'::text, 'other'::text])))
);
CREATE INDEX unit_by_floor ON sites.unit USING btree (site_id, floor_id, unit_no);
alter table sites.unit enable row level security;
alter table sites.unit force row level security;
create policy at_announced_sites on sites.unit for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
grant delete, insert, select, update on sites.unit to towerkeep_app;

create table tenants.contact (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  post text not null default ''::text,
  phone text not null default ''::text,
  email text not null default ''::text,
  authorities text[] not null default '{repair}'::text[],
  state text not null default 'active'::text,
  search_key text not null default ''::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint contact_pkey PRIMARY KEY (site_id, id),
  constraint contact_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint contact_name_check CHECK ((name <> ''::text)),
  constraint contact_state_check CHECK ((state = ANY (ARRAY['active'::text, 'left'::text])))
);
CREATE INDEX contact_by_tenant ON tenants.contact USING btree (site_id, tenant_id);
CREATE TRIGGER grants_follow_contact AFTER UPDATE OF authorities ON tenants.contact FOR EACH ROW WHEN ((old.authorities IS DISTINCT FROM new.authorities)) EXECUTE FUNCTION tenants.grants_follow_contact();
alter table tenants.contact enable row level security;
alter table tenants.contact force row level security;
create policy at_announced_sites on tenants.contact for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on tenants.contact as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant delete, insert, select, update on tenants.contact to towerkeep_app;

create table tenants.lead (
  site_id uuid not null,
  id uuid not null,
  company text not null default ''::text,
  tenant_kind text not null default 'company'::text,
  credit_code text,
  industry text not null default ''::text,
  contact_name text not null,
  phone text not null default ''::text,
  email text not null default ''::text,
  source text not null,
  area_min_centi bigint,
  area_max_centi bigint,
  budget numeric(12,2),
  budget_unit text not null default 'day'::text,
  wanted_on date,
  headcount integer,
  notes text not null default ''::text,
  stage text not null,
  owner_id uuid,
  received_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  next_step text not null default ''::text,
  next_on date,
  ended_at timestamp with time zone,
  end_reason text,
  tenant_id uuid,
  search_key text not null default ''::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint lead_pkey PRIMARY KEY (site_id, id),
  constraint lead_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.person(id),
  constraint lead_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint lead_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint a_lost_lead_says_why CHECK (((stage = 'lost'::text) = (end_reason IS NOT NULL))),
  constraint a_won_lead_is_a_tenant CHECK (((stage = 'won'::text) = (tenant_id IS NOT NULL))),
  constraint an_ended_lead_says_when CHECK (((stage = ANY (ARRAY['won'::text, 'lost'::text])) = (ended_at IS NOT NULL))),
  constraint an_open_lead_has_a_next_step CHECK (((stage = ANY (ARRAY['new'::text, 'won'::text, 'lost'::text])) OR ((next_on IS NOT NULL) AND (next_step <> ''::text)))),
  constraint area_from_small_to_large CHECK ((area_min_centi <= area_max_centi)),
  constraint lead_area_max_centi_check CHECK ((area_max_centi > 0)),
  constraint lead_area_min_centi_check CHECK ((area_min_centi > 0)),
  constraint lead_budget_check CHECK ((budget > (0)::numeric)),
  constraint lead_budget_unit_check CHECK ((budget_unit = ANY (ARRAY['day'::text, 'month'::text]))),
  constraint lead_check CHECK ((answered_at >= received_at)),
  constraint lead_contact_name_check CHECK ((contact_name <> ''::text)),
  constraint lead_headcount_check CHECK ((headcount > 0)),
  constraint lead_source_check CHECK ((source <> ''::text)),
  constraint lead_stage_check CHECK ((stage = ANY (ARRAY['new'::text, 'contacted'::text, 'viewed'::text, 'negotiating'::text, 'intent'::text, 'won'::text, 'lost'::text]))),
  constraint lead_tenant_kind_check CHECK ((tenant_kind = ANY (ARRAY['company'::text, 'branch'::text, 'individualBusiness'::text, 'foreignCompany'::text, 'institution'::text]))),
  constraint only_a_new_lead_is_unanswered CHECK (((stage = ANY (ARRAY['new'::text, 'lost'::text])) OR (answered_at IS NOT NULL))),
  constraint somebody_can_be_answered CHECK (((phone <> ''::text) OR (email <> ''::text)))
);
CREATE INDEX lead_by_next_step ON tenants.lead USING btree (site_id, COALESCE(next_on, '-infinity'::date), id) WHERE (ended_at IS NULL);
CREATE INDEX lead_by_stage ON tenants.lead USING btree (site_id, stage, COALESCE(next_on, '-infinity'::date), id) WHERE (ended_at IS NULL);
CREATE INDEX lead_ended ON tenants.lead USING btree (site_id, ended_at DESC, id DESC) WHERE (ended_at IS NOT NULL);
CREATE INDEX lead_of_tenant ON tenants.lead USING btree (site_id, tenant_id) WHERE (tenant_id IS NOT NULL);
CREATE INDEX lead_search ON tenants.lead USING gin (search_key public.gin_trgm_ops);
alter table tenants.lead enable row level security;
alter table tenants.lead force row level security;
create policy at_announced_sites on tenants.lead for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on tenants.lead as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select, update on tenants.lead to towerkeep_app;

create table tenants.lead_import (
  site_id uuid not null,
  id uuid not null,
  file_name text not null,
  file_hash text not null,
  titles jsonb not null,
  rows jsonb not null,
  refused jsonb not null,
  state text not null default 'previewed'::text,
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamp with time zone not null,
  done_at timestamp with time zone,
  undone_at timestamp with time zone,
  constraint lead_import_pkey PRIMARY KEY (site_id, id),
  constraint lead_import_made_by_fkey FOREIGN KEY (made_by) REFERENCES people.person(id),
  constraint lead_import_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint done_before_undone CHECK ((((state = 'previewed'::text) = (done_at IS NULL)) AND ((state = 'undone'::text) = (undone_at IS NOT NULL)))),
  constraint lead_import_file_hash_check CHECK ((file_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint lead_import_file_name_check CHECK ((file_name <> ''::text)),
  constraint lead_import_state_check CHECK ((state = ANY (ARRAY['previewed'::text, 'done'::text, 'undone'::text])))
);
CREATE INDEX lead_import_newest ON tenants.lead_import USING btree (site_id, made_at DESC, id DESC);
alter table tenants.lead_import enable row level security;
alter table tenants.lead_import force row level security;
create policy at_announced_sites on tenants.lead_import for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on tenants.lead_import as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on tenants.lead_import to towerkeep_app;

create table tenants.lead_import_lead (
  site_id uuid not null,
  import_id uuid not null,
  lead_id uuid not null,
  version integer not null,
  constraint lead_import_lead_pkey PRIMARY KEY (site_id, import_id, lead_id),
  constraint lead_import_lead_site_id_import_id_fkey FOREIGN KEY (site_id, import_id) REFERENCES tenants.lead_import(site_id, id),
  constraint lead_import_lead_site_id_lead_id_fkey FOREIGN KEY (site_id, lead_id) REFERENCES tenants.lead(site_id, id)
);
alter table tenants.lead_import_lead enable row level security;
alter table tenants.lead_import_lead force row level security;
create policy at_announced_sites on tenants.lead_import_lead for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on tenants.lead_import_lead as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on tenants.lead_import_lead to towerkeep_app;

create table tenants.lead_shown (
  site_id uuid not null,
  step_id uuid not null,
  unit_id uuid not null,
  lead_id uuid not null,
  remark text not null default ''::text,
  constraint lead_shown_pkey PRIMARY KEY (site_id, step_id, unit_id),
  constraint lead_shown_site_id_lead_id_fkey FOREIGN KEY (site_id, lead_id) REFERENCES tenants.lead(site_id, id),
  constraint lead_shown_site_id_step_id_fkey FOREIGN KEY (site_id, step_id) REFERENCES tenants.lead_step(site_id, id),
  constraint lead_shown_site_id_unit_id_fkey FOREIGN KEY (site_id, unit_id) REFERENCES sites.unit(site_id, id)
);
CREATE INDEX lead_shown_by_lead ON tenants.lead_shown USING btree (site_id, lead_id);
CREATE INDEX lead_shown_by_unit ON tenants.lead_shown USING btree (site_id, unit_id);
CREATE TRIGGER lead_shown_stays BEFORE DELETE OR UPDATE ON tenants.lead_shown FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table tenants.lead_shown enable row level security;
alter table tenants.lead_shown force row level security;
create policy at_announced_sites on tenants.lead_shown for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on tenants.lead_shown as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on tenants.lead_shown to towerkeep_app;

create table tenants.lead_step (
  site_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  kind text not null,
  happened_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  person_id uuid,
  person_name text not null,
  note text not null default ''::text,
  facts jsonb not null default '{}'::jsonb,
  constraint lead_step_pkey PRIMARY KEY (site_id, id),
  constraint lead_step_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint lead_step_site_id_lead_id_fkey FOREIGN KEY (site_id, lead_id) REFERENCES tenants.lead(site_id, id),
  constraint lead_step_kind_check CHECK ((kind <> ''::text))
);
CREATE INDEX lead_step_by_lead ON tenants.lead_step USING btree (site_id, lead_id, happened_at, id);
CREATE TRIGGER lead_step_stays BEFORE DELETE OR UPDATE ON tenants.lead_step FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table tenants.lead_step enable row level security;
alter table tenants.lead_step force row level security;
create policy at_announced_sites on tenants.lead_step for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy not_for_tenants on tenants.lead_step as restrictive for all to towerkeep_app using ((( SELECT platform.tenant_id() AS tenant_id) IS NULL));
grant insert, select on tenants.lead_step to towerkeep_app;

create table tenants.paper (
  site_id uuid not null,
  id uuid not null,
  tenant_id uuid,
  lead_id uuid,
  kind text not null,
  document_no text not null default ''::text,
  valid_from date,
  valid_to date,
  file_id uuid not null,
  state text not null,
  handed_in_at timestamp with time zone not null,
  handed_in_by text not null,
  from_portal boolean not null,
  reviewer_id uuid,
  reviewed_at timestamp with time zone,
  refusal text not null default ''::text,
  version integer not null default 1,
  constraint paper_pkey PRIMARY KEY (site_id, id),
  constraint paper_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES people.person(id),
  constraint paper_site_id_file_id_fkey FOREIGN KEY (site_id, file_id) REFERENCES platform.file(site_id, id),
  constraint paper_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint paper_site_id_lead_id_fkey FOREIGN KEY (site_id, lead_id) REFERENCES tenants.lead(site_id, id),
  constraint paper_site_id_tenant_id_fkey FOREIGN KEY (site_id, tenant_id) REFERENCES tenants.tenant(site_id, id),
  constraint a_paper_is_somebodys CHECK (((tenant_id IS NOT NULL) OR (lead_id IS NOT NULL))),
  constraint a_refused_paper_says_why CHECK (((state = 'refused'::text) = (refusal <> ''::text))),
  constraint paper_kind_check CHECK ((kind <> ''::text)),
  constraint paper_state_check CHECK ((state = ANY (ARRAY['handedIn'::text, 'accepted'::text, 'refused'::text]))),
  constraint reviewed_by_somebody CHECK (((state = 'handedIn'::text) = (reviewed_at IS NULL))),
  constraint valid_from_before_to CHECK ((valid_from <= valid_to))
);
CREATE INDEX paper_by_lead ON tenants.paper USING btree (site_id, lead_id, kind) WHERE (lead_id IS NOT NULL);
CREATE INDEX paper_by_tenant ON tenants.paper USING btree (site_id, tenant_id, kind) WHERE (tenant_id IS NOT NULL);
CREATE INDEX paper_expiring ON tenants.paper USING btree (site_id, valid_to, id) WHERE ((state = 'accepted'::text) AND (valid_to IS NOT NULL));
CREATE INDEX paper_to_review ON tenants.paper USING btree (site_id, handed_in_at, id) WHERE (state = 'handedIn'::text);
alter table tenants.paper enable row level security;
alter table tenants.paper force row level security;
create policy at_announced_sites on tenants.paper for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on tenants.paper as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (tenant_id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant insert, select on tenants.paper to towerkeep_app;

create table tenants.tenant (
  site_id uuid not null,
  id uuid not null,
  name text not null,
  short_name text not null default ''::text,
  credit_code text,
  industry text not null default ''::text,
  search_key text not null default ''::text,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  kind text not null default 'company'::text,
  paper_stage text,
  name_key text generated always as (lower(regexp_replace(NORMALIZE(name, NFKC), '[\s!-/:-@\[-`{-~·•、。《》「」『』…—]'::text, ''::text, 'g'::text))) stored,
  address text not null default ''::text,
  phone text not null default ''::text,
  bank_name text not null default ''::text,
  bank_account text not null default ''::text,
  constraint tenant_pkey PRIMARY KEY (site_id, id),
  constraint tenant_name_once_per_site UNIQUE (site_id, name),
  constraint tenant_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites.site(id),
  constraint tenant_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'branch'::text, 'individualBusiness'::text, 'foreignCompany'::text, 'institution'::text]))),
  constraint tenant_name_check CHECK ((name <> ''::text)),
  constraint tenant_paper_stage_check CHECK ((paper_stage = ANY (ARRAY['intent'::text, 'lease'::text, 'moveIn'::text]))),
  constraint tenant_state_check CHECK ((state = ANY (ARRAY['active'::text, 'left'::text])))
);
CREATE INDEX tenant_by_name_key ON tenants.tenant USING btree (site_id, name_key);
CREATE INDEX tenant_owing_papers ON tenants.tenant USING btree (site_id, name) WHERE ((paper_stage IS NOT NULL) AND (state = 'active'::text));
alter table tenants.tenant enable row level security;
alter table tenants.tenant force row level security;
create policy at_announced_sites on tenants.tenant for all to towerkeep_app using ((site_id = ANY (( SELECT platform.site_ids() AS site_ids)::uuid[])));
create policy of_own_company on tenants.tenant as restrictive for all to towerkeep_app using (
CASE
    WHEN (( SELECT platform.tenant_id() AS tenant_id) IS NULL) THEN true
    ELSE (id = ( SELECT platform.tenant_id() AS tenant_id))
END);
grant delete, insert, select, update on tenants.tenant to towerkeep_app;
