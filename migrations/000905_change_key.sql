-- A row has one kind, so its id alone tells it: one index finds what an import wrote, the key what was written to a row.

alter table rentroll.change
  drop constraint change_pkey,
  add primary key (site_id, row_id, import_id);
create index change_by_import on rentroll.change (import_id, kind);
drop index rentroll.change_by_row;
