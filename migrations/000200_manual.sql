-- The manual: editions of the whole company, and the figures each site sets where the manual leaves one open.

create schema manual;
grant usage on schema manual to towerkeep_app;

create table manual.edition (
  id             uuid primary key,
  number         integer not null check (number > 0),
  state          text not null check (state in ('draft', 'published')),
  effective_from date,
  book           jsonb not null,
  book_hash      text,                                    -- SHA-256 of the canonical book, hex, from publication on
  note           text not null default '',
  version        integer not null default 1,
  created_by     uuid references people.person,
  created_at     timestamptz not null,
  published_by   uuid references people.person,
  published_at   timestamptz,
  constraint edition_number_once unique (number),
  constraint published_edition_has_its_day check ((state = 'published') = (effective_from is not null and published_at is not null and book_hash is not null))
);
create unique index one_draft_edition on manual.edition (state) where state = 'draft';
create unique index one_edition_takes_effect_a_day on manual.edition (effective_from) where state = 'published';
grant select, insert, update, delete on manual.edition to towerkeep_app;

-- What was published stays as it was read: duties were measured by it.
create trigger published_edition_stays before update or delete on manual.edition
  for each row when (old.state = 'published') execute function platform.refuse_change();
create trigger editions_stay before truncate on manual.edition
  for each statement execute function platform.refuse_change();

create table manual.site_parameter (
  site_id        uuid not null references sites.site,
  id             uuid not null,
  parameter      text not null check (parameter <> ''),
  value          integer not null,
  effective_from date not null,
  is_adopted     boolean not null,                        -- taken over from the proposals, together with others
  reason         text not null default '',
  set_by         uuid references people.person,
  set_by_name    text not null,
  set_at         timestamptz not null,
  primary key (site_id, id)
);
create index site_parameter_in_force on manual.site_parameter (site_id, parameter, effective_from desc, set_at desc, id desc);
select platform.guard('manual.site_parameter');
grant select, insert on manual.site_parameter to towerkeep_app;
create trigger site_parameters_stay before update or delete or truncate on manual.site_parameter
  for each statement execute function platform.refuse_change();

-- The editions a site's evidence knows of, so that telling it twice adds nothing.
create table manual.announcement (
  site_id      uuid not null references sites.site,
  edition_id   uuid not null references manual.edition,
  announced_at timestamptz not null,
  primary key (site_id, edition_id)
);
select platform.guard('manual.announcement');
grant select, insert on manual.announcement to towerkeep_app;
