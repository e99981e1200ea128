-- The product's own value of the limit of an exported list, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000108'::uuid, 'export.rows', 0, date '1900-01-01', '2000',
  s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
