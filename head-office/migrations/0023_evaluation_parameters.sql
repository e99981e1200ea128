-- The product's own values of what customers are evaluated by, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select ('00000000-0000-7000-8000-0000000001' || lpad(seed.n::text, 2, '0'))::uuid, seed.key, 0,
  date '1900-01-01', seed.value, s.v, 1
from (values
  (60, 'value.weights', '{"aum":3500,"contribution":2000,"breadth":1500,"activity":1500,"tenure":1000,"growth":500}'),
  (61, 'value.scales', '{"breadthClasses":4,"activityMoves":30,"tenureMonths":120,"growthBp":5000}'),
  (62, 'value.margins', '{"deposit":120,"wealth":50,"fund":80,"insurance":150,"bond":30,"metal":60,"trust":60,"other":0,"loan":200}'),
  (63, 'churn.points', '{"drop":30,"steepDrop":45,"outflow":20,"payroll":15,"maturity":10,"overdue":10,"activity":10,"complaint":10,"lost":5}'),
  (64, 'churn.limits', '{"dropBp":3000,"steepDropBp":5000,"outflowBp":2000,"payrollCycles":2,"payrollMonths":3,"maturityDays":30,"contactCycles":2,"activityFallBp":5000,"activityLeast":6}'),
  (65, 'churn.bands', '{"yellow":20,"orange":40,"red":60}'),
  (66, 'customer.types', '{"payrollMonths":3,"merchantReceipts":6}')
) as seed (n, key, value)
cross join scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
