-- 租赁意向书: what a prospect and the owner intend, and the units kept for them until a day. Manual 2.1.1-2.

create table leasing.letter_of_intent (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  letter_no       text        not null check (letter_no <> ''),
  lead_id         uuid,
  tenant_id       uuid,
  party_name      text        not null check (party_name <> ''),
  held_from       date        not null,
  held_until      date        not null,                     -- included
  lease_start     date        not null,
  lease_end       date        not null,
  price           numeric(14, 6) not null check (price >= 0),
  price_unit      text        not null check (price_unit in ('sqmDay', 'sqmMonth', 'month')),
  contract_price  bigint      not null check (contract_price >= 0),  -- 分, the rent of the whole term
  earnest_money   bigint      not null check (earnest_money >= 0),   -- 分, 定金
  notes           text        not null default '',
  state           text        not null check (state in ('open', 'expired', 'leased', 'withdrawn')),
  ended_at        timestamptz,
  end_reason      text        not null default '',
  lease_id        uuid,
  document_id     uuid,
  created_by      uuid        references people.person,
  created_by_name text        not null,
  created_at      timestamptz not null,
  version         integer     not null default 1,
  primary key (site_id, id),
  foreign key (site_id, lead_id) references tenants.lead,
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lease_id) references leasing.lease,
  foreign key (site_id, document_id) references documents.document,
  constraint letter_no_once_per_site unique (site_id, letter_no),
  constraint a_letter_is_to_somebody check (lead_id is not null or tenant_id is not null),
  constraint held_from_before_until check (held_from <= held_until),
  constraint intended_term_in_order check (lease_start <= lease_end),
  constraint earnest_money_at_most_a_fifth check (earnest_money * 5 <= contract_price),
  constraint an_ended_letter_says_when check ((state = 'open') = (ended_at is null)),
  constraint a_leased_letter_names_its_lease check ((state = 'leased') = (lease_id is not null))
);
create index letter_by_hold on leasing.letter_of_intent (site_id, held_until, id) where state = 'open';
create index letter_by_creation on leasing.letter_of_intent (site_id, created_at desc, id desc);
create index letter_of_lead on leasing.letter_of_intent (site_id, lead_id) where lead_id is not null;
create index letter_of_tenant on leasing.letter_of_intent (site_id, tenant_id) where tenant_id is not null;
select platform.guard_staff('leasing.letter_of_intent');
grant select, insert, update on leasing.letter_of_intent to towerkeep_app;

create table leasing.letter_unit (
  site_id    uuid    not null,
  letter_id  uuid    not null,
  unit_id    uuid    not null,
  area_centi bigint  not null check (area_centi > 0),
  held_from  date    not null,
  held_until date    not null check (held_until >= held_from),
  is_live    boolean not null,                              -- whether the letter is open
  primary key (site_id, letter_id, unit_id),
  foreign key (site_id, letter_id) references leasing.letter_of_intent,
  foreign key (site_id, unit_id) references sites.unit,
  constraint one_letter_holds_a_unit
    exclude using gist (unit_id with =, daterange(held_from, held_until, '[]') with &&, site_id with =) where (is_live)
);
create index letter_unit_by_unit on leasing.letter_unit (site_id, unit_id, held_until desc);
select platform.guard_staff('leasing.letter_unit');
grant select, insert, update on leasing.letter_unit to towerkeep_app;
