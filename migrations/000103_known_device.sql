-- Browsers in which somebody has signed in before. Guesses made elsewhere do not make these wait, so a stranger cannot lock anybody out of
-- the browser they work in.
create table people.device (
  person_id  uuid not null references people.person,
  token_hash text not null,
  seen_at    timestamptz not null,
  primary key (person_id, token_hash)
);
create index device_by_token on people.device (token_hash);
grant select, insert, update, delete on people.device to towerkeep_app;
