-- What is asked for a unit, and lists of vacant units sent to prospects by a link that ends. Manual 2.1.1-1.

create table leasing.asking (
  site_id    uuid        not null,
  unit_id    uuid        not null,
  price      numeric(14, 6) not null check (price >= 0),
  price_unit text        not null check (price_unit in ('sqmDay', 'sqmMonth', 'month')),
  note       text        not null default '',
  changed_at timestamptz not null,
  version    integer     not null default 1,
  primary key (site_id, unit_id),
  foreign key (site_id, unit_id) references sites.unit on delete cascade
);
select platform.guard_staff('leasing.asking');
grant select, insert, update, delete on leasing.asking to towerkeep_app;

-- The link's secret is not kept, only its hash. Whoever opens it is nobody the database knows, so the policy is that of the site.
create table leasing.vacancy_list (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  title           text        not null check (title <> ''),
  note            text        not null default '',
  by_day          date        not null,                      -- units that are free by this day
  with_prices     boolean     not null,
  contact_name    text        not null,
  contact_phone   text        not null default '',
  token_hash      text        not null check (token_hash ~ '^[0-9a-f]{64}$'),
  created_by      uuid        references people.person,
  created_at      timestamptz not null,
  expires_at      timestamptz not null check (expires_at > created_at),
  revoked_at      timestamptz,
  views           integer     not null default 0 check (views >= 0),
  last_viewed_at  timestamptz,
  primary key (site_id, id)
);
create unique index vacancy_list_by_token on leasing.vacancy_list (site_id, token_hash);
create index vacancy_list_by_creation on leasing.vacancy_list (site_id, created_at desc, id desc);
select platform.guard_staff('leasing.vacancy_list');
grant select, insert on leasing.vacancy_list to towerkeep_app;
grant update (revoked_at, views, last_viewed_at) on leasing.vacancy_list to towerkeep_app;

-- The prices are those of the day the list was made: what was offered stays what was offered.
create table leasing.vacancy_list_unit (
  site_id    uuid    not null,
  list_id    uuid    not null,
  unit_id    uuid    not null,
  position   integer not null,
  price      numeric(14, 6),
  price_unit text,
  primary key (site_id, list_id, unit_id),
  foreign key (site_id, list_id) references leasing.vacancy_list,
  foreign key (site_id, unit_id) references sites.unit
);
select platform.guard_staff('leasing.vacancy_list_unit');
grant select, insert on leasing.vacancy_list_unit to towerkeep_app;
