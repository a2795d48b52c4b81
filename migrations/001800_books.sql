-- Books: tax invoices, the month's closing, the accounts vouchers are booked on. Amounts are 分.

create schema books;
grant usage on schema books to towerkeep_app;

-- What every invoice of the site says about the building. 不动产经营租赁服务.
create table books.setting (
  site_id         uuid    not null references sites.site,
  region          text    not null default '',            -- 省市区
  address         text    not null default '',            -- 详细地址
  is_cross_city   boolean not null default false,         -- 跨地(市)标志
  area_unit       text    not null default '平方米',
  version         integer not null default 1,
  primary key (site_id)
);
select platform.guard_staff('books.setting');
grant select, insert, update on books.setting to towerkeep_app;

create table books.account (
  site_id   uuid not null references sites.site,
  entity_id uuid not null,
  role      text not null check (role <> ''),
  code      text not null check (code <> ''),
  name      text not null check (name <> ''),
  primary key (site_id, entity_id, role),
  foreign key (site_id, entity_id) references sites.legal_entity
);
select platform.guard_staff('books.account');
grant select, insert, update on books.account to towerkeep_app;

-- An invoice of one entity to one tenant at one rate, out of one bill. Its state says nothing about payment.
create table books.invoice (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  kind            text        not null check (kind in ('blue', 'red')),
  entity_id       uuid        not null,
  tenant_id       uuid        not null,
  bill_id         uuid        not null,
  red_of_id       uuid,
  is_leasing      boolean     not null,
  tax_rate        numeric     not null check (tax_rate >= 0 and tax_rate < 1),
  amount          bigint      not null,
  net             bigint      not null,
  tax             bigint      not null,
  state           text        not null check (state in ('toIssue', 'exported', 'issued', 'void', 'redRequested', 'red')),
  batch_id        uuid,
  exported_at     timestamptz,
  invoice_no      text        check (invoice_no ~ '^[0-9]{8,20}$'),
  issued_on       date,
  confirmation_no text,
  reason          text        not null default '',
  created_at      timestamptz not null,
  version         integer     not null default 1,
  primary key (site_id, id),
  foreign key (site_id, entity_id) references sites.legal_entity,
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, bill_id) references billing.bill,
  foreign key (site_id, red_of_id) references books.invoice,
  constraint invoice_number_once unique (site_id, invoice_no),
  constraint net_and_tax_make_the_amount check (amount = net + tax),
  constraint red_names_its_invoice check ((kind = 'red') = (red_of_id is not null)),
  constraint red_is_negative check (case kind when 'red' then amount < 0 else amount >= 0 end),
  constraint state_of_its_kind check (case kind when 'red' then state in ('redRequested', 'red') else state in ('toIssue', 'exported', 'issued', 'void') end),
  constraint issued_has_its_number check ((state in ('issued', 'red')) = (invoice_no is not null) and (invoice_no is null) = (issued_on is null)),
  constraint red_has_its_confirmation check (state <> 'red' or confirmation_no is not null),
  constraint exported_is_in_a_batch check (state <> 'exported' or batch_id is not null)
);
create index invoice_newest on books.invoice (site_id, created_at desc, id desc);
create index invoice_by_state on books.invoice (site_id, state, created_at desc, id desc);
create index invoice_of_tenant on books.invoice (site_id, tenant_id, created_at desc, id desc);
create index invoice_of_batch on books.invoice (site_id, batch_id) where batch_id is not null;
create index red_of_invoice on books.invoice (site_id, red_of_id) where red_of_id is not null;
select platform.guard_staff('books.invoice');
grant select, insert on books.invoice to towerkeep_app;
grant update (amount, net, tax, state, batch_id, exported_at, invoice_no, issued_on, confirmation_no, reason, version) on books.invoice to towerkeep_app;

create table books.invoice_line (
  site_id      uuid   not null,
  invoice_id   uuid   not null,
  bill_line_id uuid   not null,
  amount       bigint not null,
  net          bigint not null,
  tax          bigint not null,
  primary key (site_id, invoice_id, bill_line_id),
  foreign key (site_id, invoice_id) references books.invoice,
  foreign key (site_id, bill_line_id) references billing.bill_line,
  constraint net_and_tax_make_the_line check (amount = net + tax)
);
create index invoice_of_bill_line on books.invoice_line (site_id, bill_line_id);
select platform.guard_staff('books.invoice_line');
grant select, insert on books.invoice_line to towerkeep_app;
grant update (amount, net, tax) on books.invoice_line to towerkeep_app;

-- An issued invoice is never changed: it is answered by a red one.
create function books.refuse_change_of_issued() returns trigger
  language plpgsql
  as $$
begin
  if old.state in ('issued', 'red', 'void') and (to_jsonb(old) - 'reason' - 'version') is distinct from (to_jsonb(new) - 'reason' - 'version') then
    raise exception 'an issued invoice is never changed: issue a red one' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger invoice_stays before update on books.invoice for each row execute function books.refuse_change_of_issued();
create trigger invoices_never_removed before delete or truncate on books.invoice for each statement execute function platform.refuse_change();

-- Months that were closed, and months asked to be opened again: asked by one, decided by another.
create table books.reopening (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  entity_id       uuid        not null,
  month           date        not null check (extract(day from month) = 1),
  reason          text        not null check (reason <> ''),
  state           text        not null default 'asked' check (state in ('asked', 'approved', 'refused')),
  asked_by        uuid        not null references people.person,
  asked_by_name   text        not null,
  asked_at        timestamptz not null,
  decided_by      uuid references people.person,
  decided_by_name text,
  decided_at      timestamptz,
  decision        text        not null default '',
  primary key (site_id, id),
  foreign key (site_id, entity_id) references sites.legal_entity,
  constraint reopening_decided_by_another check (decided_by <> asked_by),
  constraint reopening_decided_whole check ((state = 'asked') = (decided_at is null) and (state = 'asked') = (decided_by is null))
);
create unique index one_reopening_asked on books.reopening (site_id, entity_id, month) where state = 'asked';
create index reopening_newest on books.reopening (site_id, asked_at desc, id desc);
select platform.guard_staff('books.reopening');
grant select, insert on books.reopening to towerkeep_app;
grant update (state, decided_by, decided_by_name, decided_at, decision) on books.reopening to towerkeep_app;

-- A statement of account as it was issued to a tenant: its letter, and the figures on it.
create table books.statement (
  site_id        uuid        not null references sites.site,
  id             uuid        not null,
  statement_no   text        not null,
  tenant_id      uuid        not null,
  from_day       date        not null,
  to_day         date        not null check (to_day >= from_day),
  opening        bigint      not null,
  closing        bigint      not null,
  document_id    uuid        not null,
  issued_at      timestamptz not null,
  issued_by_name text        not null,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, document_id) references documents.document,
  constraint statement_number_once unique (site_id, statement_no)
);
create index statement_of_tenant on books.statement (site_id, tenant_id, issued_at desc, id desc);
select platform.guard_tenant('books.statement');
grant select, insert on books.statement to towerkeep_app;
