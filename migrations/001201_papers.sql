-- 资格资料: papers of a tenant or a lead, who checked them and how that ended. Which are wanted follows from the kind of tenant and how far it has come. Manual 2.1.1-2.

alter table tenants.tenant
  add column kind text not null default 'company' check (kind in ('company', 'branch', 'individualBusiness', 'foreignCompany', 'institution')),
  add column paper_stage text check (paper_stage in ('intent', 'lease', 'moveIn'));  -- null: no papers are asked for
create index tenant_owing_papers on tenants.tenant (site_id, name) where paper_stage is not null and state = 'active';

create table tenants.paper (
  site_id     uuid        not null references sites.site,
  id          uuid        not null,
  tenant_id   uuid,
  lead_id     uuid,
  kind        text        not null check (kind <> ''),
  document_no text        not null default '',
  valid_from  date,
  valid_to    date,                                        -- null: valid without end
  file_id     uuid        not null,
  state       text        not null check (state in ('handedIn', 'accepted', 'refused')),
  handed_in_at   timestamptz not null,
  handed_in_by   text     not null,
  from_portal boolean     not null,
  reviewer_id uuid        references people.person,
  reviewed_at timestamptz,
  refusal     text        not null default '',
  version     integer     not null default 1,
  primary key (site_id, id),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, lead_id) references tenants.lead,
  foreign key (site_id, file_id) references platform.file,
  constraint a_paper_is_somebodys check (tenant_id is not null or lead_id is not null),
  constraint valid_from_before_to check (valid_from <= valid_to),
  constraint reviewed_by_somebody check ((state = 'handedIn') = (reviewed_at is null)),
  constraint a_refused_paper_says_why check ((state = 'refused') = (refusal <> ''))
);
create index paper_by_tenant on tenants.paper (site_id, tenant_id, kind) where tenant_id is not null;
create index paper_by_lead on tenants.paper (site_id, lead_id, kind) where lead_id is not null;
create index paper_to_review on tenants.paper (site_id, handed_in_at, id) where state = 'handedIn';
create index paper_expiring on tenants.paper (site_id, valid_to, id) where state = 'accepted' and valid_to is not null;
select platform.guard_tenant('tenants.paper');
grant select, insert on tenants.paper to towerkeep_app;
grant update (tenant_id, document_no, valid_from, valid_to, state, reviewer_id, reviewed_at, refusal, version) on tenants.paper to towerkeep_app;
