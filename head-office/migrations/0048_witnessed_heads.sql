-- Heads of ledgers that neighbours kept while the line was cut, and former enrolments' ledgers.

-- Where a PC hears its neighbours, as its last session told it: JSON, null where it does not.
alter table device add column witness_at text;

-- The key that signs a chain's heads: the device's of its enrolment, whatever came after it. `finished_at`
-- is when a PC that enrolled anew had sent the last record of it.
alter table usage_ledger add column signing_key text;
alter table usage_ledger add column finished_at timestamptz(3);
update usage_ledger l set signing_key = d.signing_key
from device d where d.branch_id = l.branch_id and d.id = l.device_id and d.ledger_id = l.ledger_id;

-- The PC that brought it; null of what a device brought itself.
alter table usage_checkpoint add column witness_id uuid;
