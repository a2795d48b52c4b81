-- An amount that waits may be owed to another legal entity than its fee item's payee: damages for paying rent late are owed to who is owed the rent,
-- damage to the landlord's fittings to the landlord.

alter table billing.charge
  add column entity_id uuid,
  add foreign key (site_id, entity_id) references sites.legal_entity;
