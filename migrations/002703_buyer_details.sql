-- What an e-invoice says of its buyer beside name and credit code.
alter table tenants.tenant
  add column address      text not null default '',
  add column phone        text not null default '',
  add column bank_name    text not null default '',
  add column bank_account text not null default '';
