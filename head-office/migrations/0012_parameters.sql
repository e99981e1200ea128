-- The product's own value of every business parameter (domain/administration/parameters.ts) as
-- version 0, in force from the beginning: what a bank publishes has a higher version and wins.
insert into scope_version (branch_id, v) values ('00000000-0000-0000-0000-000000000000', 0)
  on conflict (branch_id) do nothing;
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select ('00000000-0000-7000-8000-0000000001' || lpad(seed.n::text, 2, '0'))::uuid, seed.key, 0,
  date '1900-01-01', seed.value, s.v, 1
from (values
  (1, 'tier.floors', '{"potential":5000000,"gold":20000000,"platinum":50000000,"diamond":200000000,"private":600000000}'),
  (2, 'contact.cycle_days', '{"private":30,"diamond":30,"platinum":60,"gold":90,"potential":180,"standard":365}'),
  (3, 'usage.effective', '{"leastMs":60000,"mergeWithinMs":1800000,"mostADay":2,"loginsAMonth":12}'),
  (4, 'reveal.limits', '{"perHour":30,"perDay":200,"alertPerDay":60,"shownSeconds":30}'),
  (5, 'lock.idle_minutes', '5'),
  (6, 'lease.scope_days', '7'),
  (7, 'lease.offline_days', '7')
) as seed (n, key, value)
cross join scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
