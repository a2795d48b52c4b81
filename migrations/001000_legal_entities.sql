-- 法人主体: who lets and who serves. A site has one owner and one property company at most, each with its bank account and seal;
-- rent is owed to the one, the property fee to the other.

create table sites.legal_entity (
  site_id                 uuid not null references sites.site,
  id                      uuid not null,
  kind                    text not null check (kind in ('owner', 'property')),
  name                    text not null check (name <> ''),
  credit_code             text not null default '',
  bank_name               text not null default '',
  bank_account            text not null default '',
  address                 text not null default '',
  phone                   text not null default '',
  taxpayer                text not null default 'general' check (taxpayer in ('general', 'smallScale')),
  property_certificate_no text not null default '',
  seal_file_id            uuid,
  version                 integer not null default 1,
  primary key (site_id, id),
  foreign key (site_id, seal_file_id) references platform.file (site_id, id),
  constraint one_entity_of_a_kind unique (site_id, kind)
);
select platform.guard('sites.legal_entity');
grant select, insert, update on sites.legal_entity to towerkeep_app;
