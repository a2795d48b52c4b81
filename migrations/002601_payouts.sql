-- Money paid back to a tenant: what was paid in advance and is not needed, or what the final account of a lease leaves. Asked for by one, decided by
-- another, then paid by bank; a transfer the bank sends back leaves everything as it was. Domain §3.7-12.

alter table payments.payment
  add column refunded bigint not null default 0,           -- paid back of what it did not settle
  drop constraint not_allocated_beyond_the_payment,
  drop constraint a_reversed_payment_settles_nothing,
  add constraint not_allocated_beyond_the_payment check (allocated >= 0 and refunded >= 0 and allocated + refunded <= amount),
  add constraint a_reversed_payment_settles_nothing check (reversed_at is null or (allocated = 0 and refunded = 0));
grant update (refunded) on payments.payment to towerkeep_app;

drop index payments.payment_with_advance;
create index payment_with_advance on payments.payment (site_id, tenant_id, received_on, id) where reversed_at is null and allocated + refunded < amount;

create or replace function payments.refuse_change_of_booked() returns trigger
  language plpgsql
  as $$
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
end $$;

create table payments.payout (
  site_id          uuid        not null references sites.site,
  id               uuid        not null,
  tenant_id        uuid        not null,
  entity_id        uuid        not null,                  -- whose bank pays
  amount           bigint      not null check (amount > 0),
  payee            jsonb       not null,                  -- name, bank, account
  reason           text        not null,
  source_kind      text        not null default 'hand',   -- what it follows from, such as moveout.settlement
  source_id        text        not null default '',
  status           text        not null default 'asked' check (status in ('asked', 'approved', 'declined', 'paid', 'returned')),
  asked_by         uuid        not null references people.person,
  asked_by_name    text        not null,
  asked_at         timestamptz not null,
  decided_by       uuid references people.person,
  decided_by_name  text,
  decided_at       timestamptz,
  decision         text        not null default '',
  paid_on          date,
  paid_at          timestamptz,
  paid_by_name     text,
  reference        text        not null default '',       -- what the bank calls the transfer
  returned_on      date,
  returned_at      timestamptz,
  returned_by_name text,
  returned_reason  text        not null default '',
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, entity_id) references sites.legal_entity,
  constraint paid_out_by_leave_of_another check (decided_by is null or decided_by <> asked_by),
  constraint decided_before_paid check ((status in ('asked')) = (decided_at is null)),
  constraint paid_out_whole check ((status in ('paid', 'returned')) = (paid_on is not null) and (paid_on is null) = (paid_at is null)),
  constraint returned_whole check ((status = 'returned') = (returned_on is not null))
);
create index payout_newest on payments.payout (site_id, asked_at desc, id desc);
create index payout_of_tenant on payments.payout (site_id, tenant_id, asked_at desc, id desc);
create index payout_to_do on payments.payout (site_id, asked_at, id) where status in ('asked', 'approved');
create index payout_of_source on payments.payout (site_id, source_kind, source_id);
select platform.guard_tenant('payments.payout');
grant select, insert on payments.payout to towerkeep_app;
grant update (status, decided_by, decided_by_name, decided_at, decision, paid_on, paid_at, paid_by_name, reference, returned_on, returned_at, returned_by_name, returned_reason)
  on payments.payout to towerkeep_app;

-- Out of which payments' advances, and which deposits, the money comes.
create table payments.payout_part (
  site_id    uuid    not null,
  payout_id  uuid    not null,
  position   integer not null check (position >= 1),
  tenant_id  uuid    not null,
  payment_id uuid,
  deposit_id uuid,
  posting_id uuid,                                        -- of the deposit's ledger, once paid
  amount     bigint  not null check (amount > 0),
  primary key (site_id, payout_id, position),
  foreign key (site_id, payout_id) references payments.payout,
  foreign key (site_id, payment_id) references payments.payment,
  foreign key (site_id, deposit_id) references payments.deposit,
  constraint out_of_one_of_them check ((payment_id is null) <> (deposit_id is null)),
  constraint a_posting_is_of_a_deposit check (posting_id is null or deposit_id is not null)
);
create index payout_part_of_payment on payments.payout_part (site_id, payment_id) where payment_id is not null;
select platform.guard_tenant('payments.payout_part');
grant select, insert on payments.payout_part to towerkeep_app;
grant update (posting_id) on payments.payout_part to towerkeep_app;

create trigger payouts_never_removed before delete or truncate on payments.payout for each statement execute function platform.refuse_change();
create trigger payout_parts_never_removed before delete or truncate on payments.payout_part for each statement execute function platform.refuse_change();

-- At the end of every transaction a payment has paid back exactly what its payouts that were paid and not returned say.
create function payments.check_refunded() returns trigger
  language plpgsql
  as $$
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
end $$;
create constraint trigger refunded_by_its_payouts after insert or update on payments.payout
  deferrable initially deferred for each row execute function payments.check_refunded();
