-- Goods release slips F17 物品放行条: what may leave the building, held against what the guard sees at the gate. Manual 2.1.3-5.

create table moveout.goods_slip (
  site_id          uuid        not null references sites.site,
  id               uuid        not null,
  no               text        not null,
  code             text        not null,                  -- in the QR on the slip
  tenant_id        uuid        not null,
  move_out_id      uuid,
  reason           text        not null check (reason in ('movingOut', 'carryOut', 'repair')),
  place            text        not null,                  -- which unit, as people say it
  passes_on        date        not null,
  carrier_name     text        not null,
  carrier_phone    text        not null default '',
  id_last4         text        not null default '' check (id_last4 ~ '^[0-9A-Za-z]{0,4}$'),
  plate            text        not null default '',
  remark           text        not null default '',
  channel          text        not null check (channel in ('portal', 'desk')),
  contact_id       uuid,
  applied_by_name  text        not null,
  authority_text   text        not null default '',       -- at the desk: how the authority was established
  applied_at       timestamptz not null,
  overdue          bigint      not null default 0,        -- what was overdue when it was decided
  decision         text        check (decision in ('approved', 'refused')),
  decided_by_name  text,
  decided_at       timestamptz,
  decision_note    text        not null default '',
  outcome          text        check (outcome in ('passed', 'turnedBack')),
  is_matched       boolean,
  gate_note        text        not null default '',
  gate_photo_id    uuid,
  guard_name       text,
  gate_at          timestamptz,
  cancelled_at     timestamptz,
  version          integer     not null default 1,
  primary key (site_id, id),
  unique (site_id, no),
  unique (site_id, code),
  foreign key (site_id, tenant_id) references tenants.tenant,
  foreign key (site_id, move_out_id, tenant_id) references moveout.move_out (site_id, id, tenant_id),
  constraint slip_decided_whole check ((decision is null) = (decided_at is null)),
  constraint no_slip_no_exit check (outcome is null or decision = 'approved'),
  constraint passed_has_its_guard check ((outcome is null) = (gate_at is null) and (outcome is null) = (guard_name is null) and (outcome is null) = (is_matched is null)),
  constraint only_what_matches_passes check (outcome is distinct from 'passed' or is_matched)
);
create index goods_slip_by_time on moveout.goods_slip (site_id, applied_at desc, id desc);
create index goods_slip_of_move_out on moveout.goods_slip (site_id, move_out_id) where move_out_id is not null;
create index goods_slip_of_tenant on moveout.goods_slip (site_id, tenant_id, applied_at desc, id desc);
create index goods_slip_at_the_gate on moveout.goods_slip (site_id, passes_on, id) where decision = 'approved' and outcome is null and cancelled_at is null;
select platform.guard_tenant('moveout.goods_slip');
grant select, insert on moveout.goods_slip to towerkeep_app;
grant update (overdue, decision, decided_by_name, decided_at, decision_note, outcome, is_matched, gate_note, gate_photo_id, guard_name, gate_at, cancelled_at, version)
  on moveout.goods_slip to towerkeep_app;

create table moveout.goods_item (
  site_id   uuid    not null references sites.site,
  slip_id   uuid    not null,
  tenant_id uuid    not null,
  position  integer not null check (position >= 1),
  name      text    not null check (name <> ''),
  quantity  integer not null check (quantity >= 1),
  note      text    not null default '',
  seen      integer check (seen >= 0),                    -- counted at the gate
  primary key (site_id, slip_id, position),
  foreign key (site_id, slip_id) references moveout.goods_slip
);
select platform.guard_tenant('moveout.goods_item');
grant select, insert on moveout.goods_item to towerkeep_app;
grant update (seen) on moveout.goods_item to towerkeep_app;
