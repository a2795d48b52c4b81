-- What became of every mail. The body is not kept: it may carry links that sign people in.
create table platform.mail (
  id        uuid primary key,
  job_id    text not null,
  recipient text not null,
  subject   text not null,
  state     text not null check (state in ('sent', 'kept', 'failing', 'failed')),   -- kept: as a file, for no server is configured
  attempts  integer not null,
  error     text,
  queued_at timestamptz not null,
  sent_at   timestamptz,
  constraint mail_once_per_job unique (job_id)
);
create index mail_newest on platform.mail (queued_at desc, id desc);
create index mail_in_trouble on platform.mail (state) where state in ('failing', 'failed', 'kept');
grant select, insert, update on platform.mail to towerkeep_app;

-- Whether the installation can send mail, as the process that started last found it.
create table platform.mail_server (
  only_one      boolean primary key default true check (only_one),
  is_configured boolean not null,
  looked_at     timestamptz not null
);
grant select, insert, update on platform.mail_server to towerkeep_app;
