-- The list of closed duties runs newest first by both keys; with the id the other way round every page had to be sorted.
drop index duties.duty_closed;
create index duty_closed on duties.duty (site_id, closed_at desc, id desc) where closed_at is not null;
