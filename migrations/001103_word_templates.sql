-- What a letter was made from, so that the company's own Word template can be filled with the same; and those templates.
alter table documents.document add column data jsonb not null default '{}';
create index document_by_kind on documents.document (site_id, kind, issued_at desc);

create table documents.word_template (
  site_id          uuid        not null references sites.site,
  id               uuid        not null,
  kind             text        not null check (kind ~ '^[a-z]+\.[a-zA-Z0-9_]+$'),
  name             text        not null check (name <> ''),
  file_id          uuid        not null,
  fields           text[]      not null,
  uploaded_by_name text        not null,
  uploaded_at      timestamptz not null,
  ended_at         timestamptz,
  primary key (site_id, id),
  foreign key (site_id, file_id) references platform.file
);
create unique index one_word_template_of_a_name on documents.word_template (site_id, kind, name) where ended_at is null;
select platform.guard_staff('documents.word_template');
grant select, insert on documents.word_template to towerkeep_app;
grant update (ended_at) on documents.word_template to towerkeep_app;
