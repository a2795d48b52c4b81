-- Fit-out agreement and fire letter are signed by the contractor too. Manual 2.1.1-6; domain §1.14, step 4.
alter table documents.signer drop constraint signer_party_check;
alter table documents.signer add constraint signer_party_check check (party in ('tenant', 'owner', 'property', 'contractor'));
