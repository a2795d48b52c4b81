-- What the clocks of the worker last struck, at each site: the row is the claim by which one of several workers queues a turn.
create table platform.clock (
  name    text not null,
  site_id uuid not null references sites.site,
  last_at timestamptz not null,
  primary key (site_id, name)
);

-- The worker and the edge work as the owner of the database, who may be no superuser and is held by forced policies too:
-- it reads which sites there are, and who may do what, before it can announce anything.
do $$
begin
  execute format('create policy owner_reads on sites.site for select to %I using (true)', current_user);
  execute format('create policy owner_reads on people.role_grant for select to %I using (true)', current_user);
end $$;
