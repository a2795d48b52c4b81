-- The list of leases, the one that ends first on top, walks this from its cursor on; each page sorted every lease of the site.
create index lease_by_end on leasing.lease (site_id, lease_end, id);
