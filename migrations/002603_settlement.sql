-- The final account of a lease F27 退租结算单: what staff price, what the tenant answers, what the manager decides, and the sheets issued of it.
-- Manual 2.1.3-4, 2.1.4-2; domain §3.7.

-- 赔偿价目表: what damage, cleaning and losses cost at this site.
create table moveout.price_item (
  site_id    uuid    not null references sites.site,
  id         uuid    not null,
  code       text    not null check (code <> ''),
  kind       text    not null check (kind in ('damage', 'cleaning', 'restoration', 'lostCard')),
  name_zh    text    not null check (name_zh <> ''),
  name_en    text    not null,
  unit       text    not null,
  unit_price bigint  not null check (unit_price >= 0),
  is_retired boolean not null default false,
  version    integer not null default 1,
  primary key (site_id, id),
  constraint price_code_once unique (site_id, code)
);
select platform.guard_staff('moveout.price_item');
grant select, insert, update on moveout.price_item to towerkeep_app;

create table moveout.settlement_item (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  move_out_id     uuid        not null,
  tenant_id       uuid        not null,
  kind            text        not null check (kind in ('damage', 'cleaning', 'restoration', 'lostCard', 'penalty', 'forfeiture')),
  title           text        not null check (title <> ''),
  place           text        not null default '',
  inspection_id   uuid,                                   -- the difference it comes from
  line_key        text,
  price_item_id   uuid,
  quantity        numeric(13, 4) check (quantity > 0),
  unit            text        not null default '',
  unit_price      bigint      check (unit_price >= 0),
  payee           text        not null check (payee in ('owner', 'property')),
  deposit_id      uuid,
  note            text        not null default '',
  priced_by_name  text,
  priced_at       timestamptz,
  answer          text        check (answer in ('accepted', 'disputed')),
  answer_text     text        not null default '',
  answered_by_name text,
  answered_at     timestamptz,
  verdict         text        check (verdict in ('waived', 'upheld')),
  verdict_reason  text        not null default '',
  decided_by      uuid references people.person,
  decided_by_name text,
  decided_at      timestamptz,
  removed_at      timestamptz,
  created_at      timestamptz not null,
  version         integer     not null default 1,
  primary key (site_id, id),
  foreign key (site_id, move_out_id, tenant_id) references moveout.move_out (site_id, id, tenant_id),
  foreign key (site_id, price_item_id) references moveout.price_item,
  foreign key (site_id, deposit_id) references payments.deposit,
  constraint a_price_has_its_quantity check ((unit_price is null) or (quantity is not null)),
  constraint a_forfeiture_names_its_deposit check ((kind = 'forfeiture') = (deposit_id is not null)),
  constraint answered_whole check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by_name is null)),
  constraint a_dispute_says_why check (answer is distinct from 'disputed' or answer_text <> ''),
  constraint decided_with_a_reason check (verdict is null or (verdict_reason <> '' and decided_at is not null)),
  constraint a_difference_is_whole check ((inspection_id is null) = (line_key is null))
);
create index settlement_item_of_case on moveout.settlement_item (site_id, move_out_id, created_at, id) where removed_at is null;
create unique index a_difference_is_one_line on moveout.settlement_item (site_id, move_out_id, inspection_id, line_key) where removed_at is null and line_key is not null;
select platform.guard_tenant('moveout.settlement_item');
grant select, insert, update on moveout.settlement_item to towerkeep_app;

-- A sheet as it was issued to the tenant; a later version takes its place, what was agreed and posted stays.
create table moveout.settlement_sheet (
  site_id        uuid        not null references sites.site,
  id             uuid        not null,
  move_out_id    uuid        not null,
  tenant_id      uuid        not null,
  version        integer     not null check (version >= 1),
  settled_on     date        not null,
  lines          jsonb       not null,
  net            bigint      not null,
  reservation    text        not null default '',         -- agreed with reservation: the tenant's words
  reservation_by text        not null default '',
  state          text        not null default 'issued' check (state in ('issued', 'agreed', 'superseded')),
  document_id    uuid        not null,
  issued_by_name text        not null,
  issued_at      timestamptz not null,
  agreed_at      timestamptz,
  closed_reason  text        not null default '',
  posted_at      timestamptz,
  posted_by_name text,
  final_bill_id  uuid,
  rest           jsonb,                                   -- what is left of deposits and advances, to be paid back
  owed           bigint      check (owed >= 0),
  primary key (site_id, id),
  foreign key (site_id, move_out_id, tenant_id) references moveout.move_out (site_id, id, tenant_id),
  foreign key (site_id, document_id) references documents.document,
  foreign key (site_id, final_bill_id) references billing.bill,
  constraint one_sheet_a_version unique (site_id, move_out_id, version),
  constraint agreed_has_its_time check (state <> 'agreed' or agreed_at is not null),
  constraint only_what_is_agreed_is_posted check (posted_at is null or state = 'agreed'),
  constraint posted_whole check ((posted_at is null) = (rest is null) and (posted_at is null) = (owed is null) and (posted_at is null) = (posted_by_name is null))
);
create unique index one_sheet_in_force on moveout.settlement_sheet (site_id, move_out_id) where state <> 'superseded';
create unique index sheet_of_document on moveout.settlement_sheet (site_id, document_id);
select platform.guard_tenant('moveout.settlement_sheet');
grant select, insert on moveout.settlement_sheet to towerkeep_app;
grant update (state, agreed_at, closed_reason, posted_at, posted_by_name, final_bill_id, rest, owed) on moveout.settlement_sheet to towerkeep_app;

create function moveout.refuse_change_of_sheet() returns trigger
  language plpgsql
  as $$
begin
  if old.posted_at is not null and to_jsonb(old) is distinct from to_jsonb(new) then
    raise exception 'a settlement that is posted stays' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger posted_sheet_stays before update on moveout.settlement_sheet for each row execute function moveout.refuse_change_of_sheet();
create trigger sheets_never_removed before delete or truncate on moveout.settlement_sheet for each statement execute function platform.refuse_change();
alter table moveout.settlement_sheet enable always trigger posted_sheet_stays, enable always trigger sheets_never_removed;
