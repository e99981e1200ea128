-- The product's own values of further parameters, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select ('00000000-0000-7000-8000-0000000001' || lpad(seed.n::text, 2, '0'))::uuid, seed.key, 0,
  date '1900-01-01', seed.value, s.v, 1
from (values
  (16, 'tier.vip', '"platinum"'),
  (17, 'lock.failures', '{"beforeWait":5,"waitMinutes":15,"beforeOnline":10}'),
  (18, 'counter.limits', '{"openMs":900000,"clearAfterMs":60000,"lockAfterMs":180000,"glanceMs":30000,"mostCandidates":5,"mostMisses":8,"missWindowMs":600000}'),
  (19, 'contact.call_cap_days', '7'),
  (20, 'transaction.key_floors', '{"standard":3000000,"potential":3000000,"gold":5000000,"platinum":10000000,"diamond":20000000,"private":50000000}')
) as seed (n, key, value)
cross join scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
