-- A line of a settlement that the manager waived is an exception: what would be owed is not charged, by authority and for a reason. Manual 2.1.4-1.
alter table appraisal.exception drop constraint exception_kind_check;
alter table appraisal.exception add constraint exception_kind_check
  check (kind in ('dutyExcused', 'dutyOverridden', 'dutyToldLater', 'caseVoided', 'gateOpened', 'ownerHandedOver', 'lineWaived'));
