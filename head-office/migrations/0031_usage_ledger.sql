-- Usage ledgers: one chain an enrolment of a device, and one for each later epoch of it.

-- `first_key` is K_0, encrypted under the master key; null of a chain begun before there were keys.
-- `opening` is what head office signed when it opened the epoch, null of an enrolment's own. `standing`
-- (JSON) and `next_key` say how far the chain has been verified; its row is locked meanwhile.
create table usage_ledger (
  branch_id uuid not null,
  ledger_id uuid not null,
  epoch integer not null,
  device_id uuid not null,
  device_epoch integer not null,
  first_key text,
  opening text,
  opened_at timestamptz(3) not null,
  standing text,
  next_key text,
  primary key (branch_id, ledger_id, epoch)
);
create index usage_ledger_by_device on usage_ledger (branch_id, device_id);
