-- The product's own assessment scheme, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000191', 'assessment.scheme', 0, date '1900-01-01',
  '{"points":{"effective":25,"active_days":15,"modules":10,"tasks":20,"courses":20,"feedback":5,"data_quality":5},"activeShareBp":6000,"feedbackAMonth":1,"gates":{"effective":true,"mandatory_courses":true},"roles":{"teller":["counter"],"lobby_manager":["counter"],"customer_manager":["workbench","key_transactions","customers","groups"],"operations_supervisor":["workbench","customers"],"branch_head":["workbench","key_transactions","customers"]},"sampling":{"by":"branch_head","shareBp":1000,"least":3},"appealDays":5}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
