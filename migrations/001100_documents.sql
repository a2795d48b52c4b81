-- Letters of the house 文书: issued once, signed, never changed; a change is a new version.

create schema documents;
grant usage on schema documents to towerkeep_app;

create table documents.document (
  site_id          uuid        not null references sites.site,
  id               uuid        not null,
  kind             text        not null check (kind ~ '^[a-z]+\.[a-zA-Z0-9_]+$'), -- which letter, as feature.name
  subject_kind     text        not null check (subject_kind <> ''),
  subject_id       text        not null check (subject_id <> ''),
  subject_label    text        not null,
  version          integer     not null check (version >= 1),
  supersedes_id    uuid,
  title            jsonb       not null,
  language         text        not null check (language in ('zh', 'en', 'both')),
  format           text        not null check (format in ('pdf', 'docx')),
  tenant_id        uuid,                                   -- whose contacts may see it; no foreign key: tenants come later
  file_id          uuid        not null,
  hash             text        not null check (hash ~ '^[0-9a-f]{64}$'), -- SHA-256 of the file: what is signed
  proof_code       text,
  areas            jsonb       not null default '[]',      -- where on its pages each party signs
  issued_by        uuid references people.person,
  issued_by_name   text        not null,
  issued_at        timestamptz not null,
  state            text        not null check (state in ('issued', 'signing', 'completed', 'superseded', 'withdrawn')),
  completed_at     timestamptz,
  grade            text        check (grade in ('electronic', 'paper')),
  sealed_file_id   uuid,                                   -- the same pages with their signatures and the site's digital signature
  sealed_hash      text        check (sealed_hash ~ '^[0-9a-f]{64}$'),
  closed_at        timestamptz,
  closed_reason    text,
  primary key (site_id, id),
  foreign key (site_id, file_id) references platform.file,
  foreign key (site_id, sealed_file_id) references platform.file,
  foreign key (site_id, supersedes_id) references documents.document,
  constraint one_document_of_a_version unique (site_id, kind, subject_kind, subject_id, version),
  constraint hash_of_a_document unique (site_id, id, hash),
  constraint completed_has_its_day_and_grade check (state <> 'completed' or (completed_at is not null and grade is not null)),
  constraint sealed_whole check ((sealed_file_id is null) = (sealed_hash is null))
);
create index document_by_subject on documents.document (site_id, subject_kind, subject_id, issued_at desc, id desc);
create index document_by_time on documents.document (site_id, issued_at desc, id desc);
create index document_of_tenant on documents.document (site_id, tenant_id, issued_at desc, id desc) where tenant_id is not null;
select platform.guard_tenant('documents.document');
grant select, insert on documents.document to towerkeep_app;
grant update (state, completed_at, grade, sealed_file_id, sealed_hash, closed_at, closed_reason) on documents.document to towerkeep_app;

-- What was issued stays as it is; only how it stands moves on, and never back.
create function documents.refuse_change_of_document() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a document is never removed' using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(old) - array['state', 'completed_at', 'grade', 'sealed_file_id', 'sealed_hash', 'closed_at', 'closed_reason'])
     is distinct from (to_jsonb(new) - array['state', 'completed_at', 'grade', 'sealed_file_id', 'sealed_hash', 'closed_at', 'closed_reason']) then
    raise exception 'an issued document is never changed: issue a new version' using errcode = 'restrict_violation';
  end if;
  if old.completed_at is not null and (new.completed_at, new.grade) is distinct from (old.completed_at, old.grade) then
    raise exception 'a signed document is never changed' using errcode = 'restrict_violation';
  end if;
  if old.sealed_hash is not null and (new.sealed_file_id, new.sealed_hash) is distinct from (old.sealed_file_id, old.sealed_hash) then
    raise exception 'a sealed document is never changed' using errcode = 'restrict_violation';
  end if;
  if old.state <> new.state and not (
       (old.state = 'issued' and new.state in ('signing', 'completed', 'superseded', 'withdrawn'))
    or (old.state = 'signing' and new.state in ('completed', 'superseded', 'withdrawn'))
    or (old.state = 'completed' and new.state = 'superseded')) then
    raise exception 'a document does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger document_stays before update or delete on documents.document
  for each row execute function documents.refuse_change_of_document();
create trigger documents_never_emptied before truncate on documents.document
  for each statement execute function platform.refuse_change();
alter table documents.document enable always trigger document_stays, enable always trigger documents_never_emptied;

-- Whose signature a document waits for.
create table documents.signer (
  site_id     uuid    not null references sites.site,
  id          uuid    not null,
  document_id uuid    not null,
  tenant_id   uuid,
  position    integer not null,
  party       text    not null check (party in ('tenant', 'owner', 'property')),
  party_name  text    not null default '',                 -- the company signed for
  name        text    not null check (name <> ''),
  contact_id  uuid,
  person_id   uuid references people.person,
  email       text,
  phone       text,
  primary key (site_id, id),
  foreign key (site_id, document_id) references documents.document,
  constraint one_signer_at_a_place unique (site_id, document_id, position),
  constraint signer_of_a_document unique (site_id, id, document_id)
);
create index signer_by_contact on documents.signer (site_id, contact_id) where contact_id is not null;
select platform.guard_tenant('documents.signer');
grant select, insert on documents.signer to towerkeep_app;
grant update (email, phone) on documents.signer to towerkeep_app;

create table documents.signature (
  site_id       uuid        not null references sites.site,
  signer_id     uuid        not null,
  document_id   uuid        not null,
  tenant_id     uuid,
  means         text        not null check (means in ('account', 'link', 'witnessed', 'paper')),
  signed_at     timestamptz not null,
  authority     text        not null,                      -- why they may sign: a role, an authority of the contact
  document_hash text        not null,
  image_file_id uuid,
  image_hash    text        check (image_hash ~ '^[0-9a-f]{64}$'),
  scan_file_id  uuid,
  scan_hash     text        check (scan_hash ~ '^[0-9a-f]{64}$'),
  by_person_id  uuid references people.person,             -- whose account did it: the signer's, the witness's, who attached the scan
  by_name       text        not null,
  evidence_id   uuid        not null,
  primary key (site_id, signer_id),
  foreign key (site_id, signer_id, document_id) references documents.signer (site_id, id, document_id),
  foreign key (site_id, image_file_id) references platform.file,
  foreign key (site_id, scan_file_id) references platform.file,
  constraint signs_what_was_issued foreign key (site_id, document_id, document_hash) references documents.document (site_id, id, hash),
  constraint paper_has_a_scan_and_the_rest_an_image check (
    case when means = 'paper' then scan_file_id is not null and scan_hash is not null and image_file_id is null
         else image_file_id is not null and image_hash is not null and scan_file_id is null end)
);
create index signature_by_document on documents.signature (site_id, document_id);
select platform.guard_tenant('documents.signature');
grant select, insert on documents.signature to towerkeep_app;
create trigger signature_stays before update or delete on documents.signature for each row execute function platform.refuse_change();
create trigger signatures_never_emptied before truncate on documents.signature for each statement execute function platform.refuse_change();
alter table documents.signature enable always trigger signature_stays, enable always trigger signatures_never_emptied;

-- Who has signed, and what they were called, is no longer changed.
create function documents.refuse_change_of_signer() returns trigger
  language plpgsql
  as $$
begin
  if exists (select from documents.signature s where s.site_id = old.site_id and s.signer_id = old.id) then
    raise exception 'who has signed stays as they were' using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger signer_stays before update or delete on documents.signer for each row execute function documents.refuse_change_of_signer();

-- A link to sign by, once; the mailbox behind it is asked for a code of six digits. Secrets are kept as hashes only.
create table documents.signing_link (
  site_id         uuid        not null references sites.site,
  id              uuid        not null,
  signer_id       uuid        not null,
  document_id     uuid        not null,
  tenant_id       uuid,
  secret_hash     text        not null,
  sent_to         text,                                    -- null: handed over by the officer, who vouches for it with a code read out
  created_by      uuid references people.person,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  opened_at       timestamptz,
  ended_at        timestamptz,
  ended_why       text        check (ended_why in ('used', 'replaced', 'guessed', 'closed')),
  code_hash       text,
  code_expires_at timestamptz,
  codes_sent      integer     not null default 0,
  code_sent_at    timestamptz,
  code_failures   integer     not null default 0,
  pass_hash       text,                                    -- of what the code was exchanged for: opens the document and the pen
  pass_expires_at timestamptz,
  primary key (site_id, id),
  foreign key (site_id, signer_id, document_id) references documents.signer (site_id, id, document_id),
  constraint secret_once unique (secret_hash),
  constraint ended_for_a_reason check ((ended_at is null) = (ended_why is null))
);
create unique index one_live_link_per_signer on documents.signing_link (site_id, signer_id) where ended_at is null;
create index signing_link_by_document on documents.signing_link (site_id, document_id);
select platform.guard_tenant('documents.signing_link');
grant select, insert on documents.signing_link to towerkeep_app;
grant update (opened_at, ended_at, ended_why, code_hash, code_expires_at, codes_sent, code_sent_at, code_failures, pass_hash, pass_expires_at) on documents.signing_link to towerkeep_app;

-- The site a link belongs to, for who holds the link and nothing else.
do $$
begin
  execute format('create policy owner_reads on documents.signing_link for select to %I using (true)', current_user);
end $$;
create function documents.site_of_link(secret_hash text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select link.site_id from documents.signing_link link where link.secret_hash = $1 $$;
revoke all on function documents.site_of_link(text) from public;
grant execute on function documents.site_of_link(text) to towerkeep_app;
