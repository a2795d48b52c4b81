-- The terms of a lease as data: number 1 is the lease itself, every later one an amendment that changes what is charged from its day on
-- and nothing before. What stands in a version is fixed once it leaves its draft; a signed one holds for ever.

create table leasing.lease_terms (
  site_id           uuid        not null,
  lease_id          uuid        not null,
  number            integer     not null check (number >= 1),
  tenant_id         uuid        not null,                  -- who is tenant from the day on
  kind              text        not null check (kind in ('original', 'price', 'area', 'extension', 'renewal', 'freePeriod', 'party', 'expansion', 'contraction', 'holdover', 'sublease', 'termination', 'other')),
  cause             text        check (cause in ('agreed', 'tenantBreach', 'ownerBreach', 'forceMajeure', 'statutory')),
  effective_from    date        not null,
  terms             jsonb       not null,                  -- the whole terms as they are from the day on
  reason            text        not null default '',
  status            text        not null check (status in ('draft', 'submitted', 'approved', 'signed', 'cancelled')),
  drafted_by        uuid references people.person,
  drafted_by_name   text        not null,
  drafted_at        timestamptz not null,
  submitted_by      uuid references people.person,
  submitted_by_name text,
  submitted_at      timestamptz,
  approved_by       uuid references people.person,
  approved_by_name  text,
  approved_at       timestamptz,
  refused_by_name   text,
  refused_at        timestamptz,
  refused_reason    text,
  document_id       uuid,                                  -- the letter that both sides sign
  signed_on         date,
  grade             text        check (grade in ('electronic', 'paper')),
  version           integer     not null default 1,
  primary key (site_id, lease_id, number),
  foreign key (site_id, lease_id) references leasing.lease on delete cascade,
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, document_id) references documents.document,
  constraint original_is_the_first check ((kind = 'original') = (number = 1)),
  constraint termination_has_its_cause check ((kind = 'termination') = (cause is not null)),
  constraint amendment_has_its_reason check (number = 1 or reason <> ''),
  constraint signed_has_its_day_and_grade check ((status = 'signed') = (signed_on is not null) and (status = 'signed') = (grade is not null)),
  constraint approved_by_another check (approved_by is null or submitted_by is null or approved_by <> submitted_by)
);
create unique index one_open_version_of_a_lease on leasing.lease_terms (site_id, lease_id) where status in ('draft', 'submitted', 'approved');
select platform.guard_tenant('leasing.lease_terms');
grant select, insert, update on leasing.lease_terms to towerkeep_app;

create function leasing.refuse_change_of_terms() returns trigger
  language plpgsql
  as $$
begin
  if old.status = 'signed' then
    raise exception 'signed terms stay as they are' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if old.status <> 'draft' and (new.terms, new.kind, new.effective_from, new.tenant_id) is distinct from (old.terms, old.kind, old.effective_from, old.tenant_id) then
    raise exception 'only a draft of terms may be changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger terms_stay before update or delete on leasing.lease_terms for each row execute function leasing.refuse_change_of_terms();
