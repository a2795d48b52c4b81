-- The certificate a site signs its documents with: made here, or brought along. Its key lies sealed by the installation's own secret.
create table documents.certificate (
  site_id      uuid        not null references sites.site,
  id           uuid        not null,
  origin       text        not null check (origin in ('selfMade', 'uploaded')),
  chain        bytea[]     not null check (cardinality(chain) between 1 and 8), -- DER, the site's own first
  sealed_key   bytea       not null,
  fingerprint  text        not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  valid_from   timestamptz not null,
  valid_to     timestamptz not null,
  made_by_name text        not null,
  made_at      timestamptz not null,
  ended_at     timestamptz,
  primary key (site_id, id)
);
create unique index one_certificate_in_use on documents.certificate (site_id) where ended_at is null;
select platform.guard_staff('documents.certificate');
grant select, insert on documents.certificate to towerkeep_app;
grant update (ended_at) on documents.certificate to towerkeep_app;
