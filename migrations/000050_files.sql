-- Uploaded and printed files, named by the hash of their content; the bytes lie in the file store.

create table platform.file (
  site_id     uuid not null references sites.site,
  id          uuid not null,
  hash        text not null check (hash ~ '^[0-9a-f]{64}$'),
  name        text not null,
  type        text not null,
  size        bigint not null check (size >= 0),
  tenant_id   uuid,                                       -- whose contact uploaded it; null for the operator's own
  uploaded_by uuid references people.person,
  uploaded_at timestamptz not null,
  primary key (site_id, id)
);
select platform.guard('platform.file');
grant select, insert on platform.file to towerkeep_app;
