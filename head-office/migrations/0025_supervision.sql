-- What a supervisor looks at, and how it was settled. A quarantined command has its row from the day it
-- came; a rejected one gets it when it is settled: by a supervisor ('noted', 'returned') or by its author
-- ('dismissed'; 'accepted' where he or she took over what head office holds). 'superseded' is a repair.
alter table quarantine add column reason text;
alter table quarantine add constraint quarantine_resolution
  check (resolution in ('superseded', 'noted', 'returned', 'dismissed', 'accepted'));

-- What was refused and not repaired, as a supervisor reads it.
create index command_refused on command (branch_id, decided_at)
  where outcome in ('rejected', 'quarantined') and superseded_by is null;

-- The product's own days a rejection is its author's alone, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000170', 'supervision.rejection_days', 0, date '1900-01-01', '3',
  s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
