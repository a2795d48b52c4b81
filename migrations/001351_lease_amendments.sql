-- An amendment is kept as what it changes, so that one made later for an earlier day does not undo it; only the lease itself is kept whole.

alter table leasing.lease_terms
  alter column terms drop not null,
  add column amendment jsonb,
  add column scan_file_id uuid,
  add foreign key (site_id, scan_file_id) references platform.file,
  add constraint lease_is_whole_and_amendment_a_change check ((number = 1) = (terms is not null) and (number = 1) = (amendment is null));

create or replace function leasing.refuse_change_of_terms() returns trigger
  language plpgsql
  as $$
begin
  if old.status = 'signed' then
    raise exception 'signed terms stay as they are' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if old.status <> 'draft'
     and (new.terms, new.amendment, new.kind, new.effective_from, new.tenant_id) is distinct from (old.terms, old.amendment, old.kind, old.effective_from, old.tenant_id) then
    raise exception 'only a draft of terms may be changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- The annexes of every lease of a site 附件, where it has decided for itself (2.1.1-3).
create table leasing.annex_list (
  site_id    uuid        not null references sites.site,
  annexes    jsonb       not null,
  changed_at timestamptz not null,
  version    integer     not null default 1,
  primary key (site_id)
);
select platform.guard('leasing.annex_list');
grant select, insert, update on leasing.annex_list to towerkeep_app;

-- What the tenant's contact confirmed was explained, by the hash of what it said then (2.1.2-2).
create table leasing.explained_point (
  site_id      uuid        not null,
  lease_id     uuid        not null,
  point        text        not null,
  hash         text        not null check (hash ~ '^[0-9a-f]{64}$'),
  tenant_id    uuid        not null,
  contact_id   uuid,
  name         text        not null check (name <> ''),
  means        text        not null check (means in ('portal', 'screen')),
  by_person    uuid references people.person,
  confirmed_at timestamptz not null,
  evidence_id  uuid        not null,
  primary key (site_id, lease_id, point, hash),
  foreign key (site_id, lease_id) references leasing.lease on delete cascade,
  foreign key (site_id, tenant_id) references tenants.tenant
);
select platform.guard_tenant('leasing.explained_point');
grant select, insert on leasing.explained_point to towerkeep_app;
