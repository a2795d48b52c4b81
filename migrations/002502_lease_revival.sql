-- An early termination is taken back when the notice to leave is withdrawn: the lease is as if it had never been. Manual 2.1.3-1.
alter table leasing.lease_terms drop constraint lease_terms_kind_check;
alter table leasing.lease_terms add constraint lease_terms_kind_check
  check (kind in ('original', 'price', 'area', 'extension', 'renewal', 'freePeriod', 'party', 'expansion', 'contraction', 'holdover', 'sublease', 'termination', 'revival', 'other'));
