-- Who works here, and who speaks for a tenant.

create schema people;
grant usage on schema people to towerkeep_app;

create table people.person (
  id               uuid primary key,
  name             text not null check (name <> ''),
  login            text,                                  -- lower case; null for somebody who cannot sign in
  email            text,
  phone            text,
  language         text not null default 'zh' check (language in ('zh', 'en')),
  is_administrator boolean not null default false,
  state            text not null default 'active' check (state in ('invited', 'active', 'inactive')),
  version          integer not null default 1,
  created_at       timestamptz not null,
  constraint login_in_lower_case check (login = lower(login)),
  constraint login_once unique (login)
);
grant select, insert, update on people.person to towerkeep_app;

-- A role on a site. A tenant's contact also names the company and what they may do for it.
create table people.role_grant (
  site_id     uuid not null references sites.site,
  id          uuid not null,
  person_id   uuid not null references people.person,
  role        text not null,
  tenant_id   uuid,
  contact_id  uuid,
  authorities text[] not null default '{}',
  granted_by  uuid references people.person,
  granted_at  timestamptz not null,
  primary key (site_id, id),
  constraint role_once_per_person_and_site unique nulls not distinct (site_id, person_id, role, tenant_id),
  constraint tenant_contact_names_the_company check ((role = 'tenantContact') = (tenant_id is not null))
);
create index role_grant_by_person on people.role_grant (person_id);
select platform.guard('people.role_grant');
grant select, insert, update, delete on people.role_grant to towerkeep_app;
