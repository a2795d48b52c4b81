-- What a tenant has authorised a contact to do is kept once, with the contact; the grant with which they sign in follows it in the same
-- transaction, whoever writes either. Until now the grant alone said it, so each contact begins with what their grant says.

update tenants.contact as contact set authorities = held.authorities, version = contact.version + 1
from (
  select distinct on (site_id, contact_id) site_id, contact_id, authorities
  from people.role_grant where contact_id is not null order by site_id, contact_id, granted_at desc
) as held
where held.site_id = contact.site_id and held.contact_id = contact.id and held.authorities is distinct from contact.authorities;
update people.role_grant as held set authorities = contact.authorities
from tenants.contact as contact
where contact.site_id = held.site_id and contact.id = held.contact_id and held.authorities is distinct from contact.authorities;

create function tenants.grant_as_authorised() returns trigger
  language plpgsql
  as $$
begin
  -- Shared with other grants, but not with a change of the contact: that waits, and then finds this grant.
  select contact.authorities into new.authorities
  from tenants.contact as contact where contact.site_id = new.site_id and contact.id = new.contact_id for share;
  new.authorities := coalesce(new.authorities, '{}');
  return new;
end $$;
create trigger granted_as_authorised before insert or update of authorities, contact_id on people.role_grant
  for each row when (new.contact_id is not null) execute function tenants.grant_as_authorised();

create function tenants.grants_follow_contact() returns trigger
  language plpgsql
  as $$
begin
  update people.role_grant set authorities = new.authorities where site_id = new.site_id and contact_id = new.id;
  return null;
end $$;
create trigger grants_follow_contact after update of authorities on tenants.contact
  for each row when (old.authorities is distinct from new.authorities) execute function tenants.grants_follow_contact();
