-- Money received: bank statements, payments and what they settle, receipts, deposits. Amounts are 分. What was booked is taken back, never edited.

-- A company's name as payers' names are compared: no spaces, brackets or punctuation, letters alike.
alter table tenants.tenant add column name_key text generated always as (
  lower(regexp_replace(normalize(name, NFKC), '[\s!-/:-@\[-`{-~·•、。《》「」『』…—]', '', 'g'))) stored;
create index tenant_by_name_key on tenants.tenant (site_id, name_key);

-- A bill nobody has paid anything of, by its amount: what an unknown payer is looked for by.
create index bill_untouched_by_total on billing.bill (site_id, total) where kind = 'bill' and settled = 0 and credited = 0;

create schema payments;
grant usage on schema payments to towerkeep_app;

-- How a site takes money.
create table payments.setting (
  site_id          uuid    not null primary key references sites.site,
  allocation_order text    not null check (allocation_order in ('principalFirst', 'lateFeeFirst', 'depositFirst')),
  wrong_entity     text    not null check (wrong_entity in ('refuse', 'onBehalf')),
  version          integer not null default 1
);
select platform.guard('payments.setting');
grant select, insert, update on payments.setting to towerkeep_app;

-- 银行流水: a file of a bank, read by a mapping that is remembered by the titles of its columns.
create table payments.statement (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  entity_id       uuid        not null,
  file_name       text        not null check (file_name <> ''),
  file_hash       text        not null check (file_hash ~ '^[0-9a-f]{64}$'),
  sheets          text[]      not null,
  status          text        not null default 'draft' check (status in ('draft', 'previewing', 'previewed', 'running', 'done', 'failed', 'undone')),
  mapping         jsonb,
  titles          jsonb,
  fingerprint     text,
  choice          text check (choice in ('allOrNothing', 'goodRows')),
  counts          jsonb,
  problems        jsonb,
  progress_done   integer     not null default 0,
  progress_all    integer     not null default 0,
  created_by      uuid        not null references people.person,
  created_by_name text        not null,
  created_at      timestamptz not null,
  finished_at     timestamptz,
  primary key (site_id, id),
  foreign key (site_id, entity_id) references sites.legal_entity
);
create index statement_newest on payments.statement (site_id, created_at desc, id desc);
create index statement_by_fingerprint on payments.statement (site_id, entity_id, fingerprint, created_at desc);
select platform.guard_staff('payments.statement');
grant select, insert, update on payments.statement to towerkeep_app;

create table payments.statement_source (
  site_id      uuid  not null,
  statement_id uuid  not null,
  bytes        bytea not null,
  primary key (site_id, statement_id),
  foreign key (site_id, statement_id) references payments.statement
);
select platform.guard_staff('payments.statement_source');
grant select, insert on payments.statement_source to towerkeep_app;

create table payments.refused_row (
  site_id      uuid    not null,
  statement_id uuid    not null,
  row_no       integer not null,
  reasons      jsonb   not null,
  cells        jsonb   not null,
  primary key (site_id, statement_id, row_no),
  foreign key (site_id, statement_id) references payments.statement
);
select platform.guard_staff('payments.refused_row');
grant select, insert, delete on payments.refused_row to towerkeep_app;

create table payments.statement_line (
  site_id           uuid    not null,
  id                uuid    not null,
  statement_id      uuid    not null,
  entity_id         uuid    not null,
  row_no            integer not null,
  direction         text    not null check (direction in ('in', 'out')),
  day               date    not null,
  amount            bigint  not null check (amount > 0),
  payer_name        text    not null,
  payer_key         text    not null,
  payer_account     text    not null,
  remark            text    not null,
  serial_no         text    not null,
  balance           bigint,
  fingerprint       text    not null,                     -- what makes it the same line in another file
  status            text    not null default 'open' check (status in ('open', 'unclaimed', 'setAside')),
  note              text    not null default '',
  allocated         bigint  not null default 0,           -- booked as payments
  claimed_tenant_id uuid,
  claimed_by_name   text,
  claimed_at        timestamptz,
  primary key (site_id, id),
  foreign key (site_id, statement_id) references payments.statement,
  foreign key (site_id, entity_id) references sites.legal_entity,
  foreign key (site_id, claimed_tenant_id) references tenants.tenant,
  constraint a_line_comes_once unique (site_id, entity_id, fingerprint),
  constraint not_booked_beyond_the_line check (allocated >= 0 and allocated <= amount and (direction = 'in' or allocated = 0)),
  constraint claimed_whole check ((claimed_tenant_id is null) = (claimed_at is null) and (claimed_at is null) = (claimed_by_name is null))
);
create index statement_line_to_match on payments.statement_line (site_id, status, day, id) where direction = 'in' and allocated < amount;
create index statement_line_of_statement on payments.statement_line (site_id, statement_id, row_no);
create index statement_line_newest on payments.statement_line (site_id, day desc, id desc);
select platform.guard_staff('payments.statement_line');
grant select, insert, delete on payments.statement_line to towerkeep_app;
grant update (status, note, allocated, claimed_tenant_id, claimed_by_name, claimed_at) on payments.statement_line to towerkeep_app;

-- Who has paid for a tenant before, under which name and account.
create table payments.payer (
  site_id   uuid    not null,
  tenant_id uuid    not null,
  payer_key text    not null,
  account   text    not null,
  name      text    not null,
  times     integer not null default 1,
  last_on   date    not null,
  primary key (site_id, tenant_id, payer_key, account),
  foreign key (site_id, tenant_id) references tenants.tenant
);
create index payer_by_key on payments.payer (site_id, payer_key);
create index payer_by_account on payments.payer (site_id, account) where account <> '';
select platform.guard_staff('payments.payer');
grant select, insert, update on payments.payer to towerkeep_app;

create table payments.payment (
  site_id           uuid        not null references sites.site,
  id                uuid        not null,
  tenant_id         uuid        not null,
  entity_id         uuid        not null,                 -- in whose account or hands it is
  means             text        not null check (means in ('transfer', 'cash', 'cheque', 'pos', 'wechat', 'alipay', 'deposit')),
  received_on       date        not null,                 -- the day it counts for late payment
  booked_on         date        not null,                 -- the day it counts for the books
  amount            bigint      not null check (amount > 0),
  allocated         bigint      not null default 0,       -- the rest is an advance 预收
  statement_line_id uuid,
  payer_name        text        not null default '',
  voucher_no        text        not null default '',      -- number of a cheque, slip or order
  remark            text        not null default '',
  created_by        uuid references people.person,
  created_by_name   text        not null,
  created_at        timestamptz not null,
  reversed_at       timestamptz,
  reversed_on       date,
  reversed_why      text check (reversed_why in ('wrongMatch', 'bounced', 'mistake')),
  reversed_reason   text,
  reversed_by_name  text,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, entity_id) references sites.legal_entity,
  foreign key (site_id, statement_line_id) references payments.statement_line,
  constraint not_allocated_beyond_the_payment check (allocated >= 0 and allocated <= amount),
  constraint reversed_whole check (
    (reversed_at is null) = (reversed_on is null) and (reversed_at is null) = (reversed_why is null)
    and (reversed_at is null) = (reversed_reason is null) and (reversed_at is null) = (reversed_by_name is null)),
  constraint a_reversed_payment_settles_nothing check (reversed_at is null or allocated = 0)
);
create index payment_newest on payments.payment (site_id, booked_on desc, id desc);
create index payment_of_tenant on payments.payment (site_id, tenant_id, booked_on desc, id desc);
create index payment_of_line on payments.payment (site_id, statement_line_id) where statement_line_id is not null;
create index payment_with_advance on payments.payment (site_id, tenant_id, received_on, id) where reversed_at is null and allocated < amount;
select platform.guard_tenant('payments.payment');
grant select, insert on payments.payment to towerkeep_app;
grant update (allocated, reversed_at, reversed_on, reversed_why, reversed_reason, reversed_by_name) on payments.payment to towerkeep_app;

-- What a payment settles, line by line; released when the payment is reversed or the bill credited.
create table payments.allocation (
  site_id       uuid        not null,
  id            uuid        not null,
  payment_id    uuid        not null,
  line_id       uuid        not null,
  bill_id       uuid        not null,
  tenant_id     uuid        not null,
  entity_id     uuid        not null,                     -- whom the line is owed to
  is_on_behalf  boolean     not null,                     -- received by another entity 代收
  fee_item      text        not null,
  amount        bigint      not null check (amount > 0),
  value_on      date        not null,                     -- the day from which the debt is paid
  booked_on     date        not null,
  created_at    timestamptz not null,
  released_at   timestamptz,
  released_on   date,
  released_why  text check (released_why in ('reversed', 'credited', 'moved')),
  primary key (site_id, id),
  foreign key (site_id, payment_id) references payments.payment,
  foreign key (site_id, line_id) references billing.bill_line,
  foreign key (site_id, bill_id) references billing.bill,
  foreign key (site_id, tenant_id) references tenants.tenant,
  constraint released_whole check ((released_at is null) = (released_on is null) and (released_at is null) = (released_why is null))
);
create index allocation_of_payment on payments.allocation (site_id, payment_id);
create index allocation_of_line on payments.allocation (site_id, line_id) where released_at is null;
create index allocation_of_bill on payments.allocation (site_id, bill_id);
create index allocation_newest on payments.allocation (site_id, booked_on, id);
select platform.guard_tenant('payments.allocation');
grant select, insert on payments.allocation to towerkeep_app;
grant update (released_at, released_on, released_why) on payments.allocation to towerkeep_app;

-- 收据: numbered without gaps; void when its payment is reversed, and by nothing else.
create table payments.receipt (
  site_id        uuid        not null,
  id             uuid        not null,
  receipt_no     text        not null check (receipt_no <> ''),
  payment_id     uuid        not null,
  tenant_id      uuid        not null,
  document_id    uuid        not null,
  amount         bigint      not null check (amount > 0),
  issued_at      timestamptz not null,
  issued_by_name text        not null,
  primary key (site_id, id),
  foreign key (site_id, payment_id) references payments.payment,
  foreign key (site_id, document_id) references documents.document,
  constraint receipt_number_once unique (site_id, receipt_no),
  constraint one_receipt_of_a_payment unique (site_id, payment_id)
);
select platform.guard_tenant('payments.receipt');
grant select, insert on payments.receipt to towerkeep_app;

-- What was booked stays; only what it settles, and that it was taken back, moves on.
create function payments.refuse_change_of_booked() returns trigger
  language plpgsql
  as $$
declare
  free constant text[] := array['allocated', 'reversed_at', 'reversed_on', 'reversed_why', 'reversed_reason', 'reversed_by_name', 'released_at', 'released_on', 'released_why',
                                'status', 'note', 'claimed_tenant_id', 'claimed_by_name', 'claimed_at'];
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
create trigger payment_stays before update on payments.payment for each row execute function payments.refuse_change_of_booked();
create trigger allocation_stays before update on payments.allocation for each row execute function payments.refuse_change_of_booked();
create trigger statement_line_stays before update on payments.statement_line for each row execute function payments.refuse_change_of_booked();
create trigger receipt_stays before update on payments.receipt for each row execute function platform.refuse_change();
create trigger payments_never_removed before delete or truncate on payments.payment for each statement execute function platform.refuse_change();
create trigger allocations_never_removed before delete or truncate on payments.allocation for each statement execute function platform.refuse_change();
create trigger receipts_never_removed before delete or truncate on payments.receipt for each statement execute function platform.refuse_change();
alter table payments.payment enable always trigger payment_stays, enable always trigger payments_never_removed;
alter table payments.allocation enable always trigger allocation_stays, enable always trigger allocations_never_removed;
alter table payments.receipt enable always trigger receipt_stays, enable always trigger receipts_never_removed;

-- At the end of every transaction a line is settled by exactly what is allocated to it, and a payment allocated as its parts say.
create function payments.check_allocation() returns trigger
  language plpgsql
  as $$
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
end $$;
create constraint trigger settled_by_its_allocations after insert or update on payments.allocation
  deferrable initially deferred for each row execute function payments.check_allocation();

-- A line of a statement is booked by exactly the payments made of it.
create function payments.check_statement_line() returns trigger
  language plpgsql
  as $$
begin
  if new.statement_line_id is not null and
     (select allocated from payments.statement_line where site_id = new.site_id and id = new.statement_line_id)
     is distinct from (select coalesce(sum(amount), 0) from payments.payment
                       where site_id = new.site_id and statement_line_id = new.statement_line_id and reversed_at is null) then
    raise exception 'statement line % is not booked as its payments say', new.statement_line_id using errcode = 'check_violation', constraint = 'booked_by_its_payments';
  end if;
  return null;
end $$;
create constraint trigger booked_by_its_payments after insert or update on payments.payment
  deferrable initially deferred for each row execute function payments.check_statement_line();
