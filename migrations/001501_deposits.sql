-- Deposits 保证金 as a double-entry ledger. A positive entry is a debit. Amounts are 分.

-- What is held for a tenant, per lease and kind; its balances are the sums of the entries, kept by the database.
create table payments.deposit (
  site_id    uuid        not null references sites.site,
  id         uuid        not null,
  tenant_id  uuid        not null,
  lease_id   uuid,
  entity_id  uuid        not null,                        -- who holds it
  fee_item   text        not null,                        -- which deposit
  held       bigint      not null default 0,
  receivable bigint      not null default 0,              -- asked for, not yet received
  opened_at  timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, entity_id) references sites.legal_entity,
  constraint one_deposit_of_a_kind unique nulls not distinct (site_id, tenant_id, lease_id, fee_item, entity_id),
  constraint never_less_than_nothing_held check (held >= 0),
  constraint never_less_than_nothing_asked check (receivable >= 0)
);
create index deposit_of_lease on payments.deposit (site_id, lease_id) where lease_id is not null;
create index deposit_by_time on payments.deposit (site_id, opened_at desc, id desc);
select platform.guard_tenant('payments.deposit');
grant select, insert on payments.deposit to towerkeep_app;
grant update (held, receivable) on payments.deposit to towerkeep_app;

create table payments.deposit_posting (
  site_id      uuid        not null,
  id           uuid        not null,
  deposit_id   uuid        not null,
  tenant_id    uuid        not null,
  kind         text        not null check (kind in ('raised', 'received', 'deducted', 'forfeited', 'refunded', 'reversed')),
  on_day       date        not null,
  amount       bigint      not null check (amount > 0),
  payment_id   uuid,
  allocation_id uuid,                                    -- of what was received
  request_id   uuid,
  reverses_id  uuid,
  reason       text        not null default '',
  by_name      text        not null,
  created_at   timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, deposit_id) references payments.deposit,
  foreign key (site_id, payment_id) references payments.payment,
  foreign key (site_id, allocation_id) references payments.allocation,
  foreign key (site_id, reverses_id) references payments.deposit_posting,
  constraint reversed_once unique (site_id, reverses_id),
  constraint a_reversal_names_its_posting check ((kind = 'reversed') = (reverses_id is not null))
);
create index posting_of_deposit on payments.deposit_posting (site_id, deposit_id, created_at, id);
create index posting_of_payment on payments.deposit_posting (site_id, payment_id) where payment_id is not null;
create index posting_of_allocation on payments.deposit_posting (site_id, allocation_id) where allocation_id is not null;
select platform.guard_tenant('payments.deposit_posting');
grant select, insert on payments.deposit_posting to towerkeep_app;

create table payments.deposit_entry (
  site_id    uuid    not null,
  posting_id uuid    not null,
  position   integer not null,
  deposit_id uuid    not null,
  tenant_id  uuid    not null,
  account    text    not null check (account in ('receivable', 'asked', 'bank', 'held', 'debts', 'income')),
  amount     bigint  not null check (amount <> 0),
  primary key (site_id, posting_id, position),
  foreign key (site_id, posting_id) references payments.deposit_posting,
  foreign key (site_id, deposit_id) references payments.deposit
);
create index entry_of_deposit on payments.deposit_entry (site_id, deposit_id, account);
select platform.guard_tenant('payments.deposit_entry');
grant select, insert on payments.deposit_entry to towerkeep_app;

create trigger posting_stays before update or delete or truncate on payments.deposit_posting for each statement execute function platform.refuse_change();
create trigger entry_stays before update or delete or truncate on payments.deposit_entry for each statement execute function platform.refuse_change();
alter table payments.deposit_posting enable always trigger posting_stays;
alter table payments.deposit_entry enable always trigger entry_stays;

-- Each entry moves the balance at once: whoever would take more than is held is refused by the check, whatever runs beside it.
create function payments.move_deposit() returns trigger
  language plpgsql
  as $$
begin
  if new.account = 'held' then
    update payments.deposit set held = held - new.amount where site_id = new.site_id and id = new.deposit_id;
  elsif new.account = 'receivable' then
    update payments.deposit set receivable = receivable + new.amount where site_id = new.site_id and id = new.deposit_id;
  end if;
  return null;
end $$;
create trigger deposit_moves after insert on payments.deposit_entry for each row execute function payments.move_deposit();
alter table payments.deposit_entry enable always trigger deposit_moves;

-- At the end of every transaction a posting sums to nought, and what is held is what the ledger says.
create function payments.check_posting() returns trigger
  language plpgsql
  as $$
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
end $$;
create constraint trigger a_posting_sums_to_nought after insert on payments.deposit_entry
  deferrable initially deferred for each row execute function payments.check_posting();

-- Taking from a deposit: asked for by one, decided by another.
create table payments.deposit_request (
  site_id         uuid        not null,
  id              uuid        not null,
  deposit_id      uuid        not null,
  tenant_id       uuid        not null,
  kind            text        not null check (kind in ('deduct', 'forfeit', 'refund')),
  amount          bigint      not null check (amount > 0),
  lines           jsonb       not null default '[]',      -- of a deduction: which debts it pays
  payee           jsonb,                                  -- of a refund: to whom and where
  reason          text        not null check (reason <> ''),
  status          text        not null default 'asked' check (status in ('asked', 'approved', 'declined')),
  asked_by        uuid        not null references people.person,
  asked_by_name   text        not null,
  asked_at        timestamptz not null,
  decided_by      uuid references people.person,
  decided_by_name text,
  decided_at      timestamptz,
  decision        text        not null default '',
  primary key (site_id, id),
  foreign key (site_id, deposit_id) references payments.deposit,
  constraint decided_by_another check (decided_by is null or decided_by <> asked_by),
  constraint decided_whole check ((status = 'asked') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create index request_waiting on payments.deposit_request (site_id, asked_at, id) where status = 'asked';
create index request_of_deposit on payments.deposit_request (site_id, deposit_id, asked_at desc, id desc);
select platform.guard_staff('payments.deposit_request');
grant select, insert on payments.deposit_request to towerkeep_app;
grant update (status, decided_by, decided_by_name, decided_at, decision) on payments.deposit_request to towerkeep_app;
alter table payments.deposit_posting add foreign key (site_id, request_id) references payments.deposit_request;
