-- The product's own rule of key transactions, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000134', 'transaction.key_rule', 0, date '1900-01-01',
  '{"meanTimes":3,"shareBp":2000,"shareLeastFen":3000000,"leastPartFen":1000000,"eventLeastFen":100000,"answerMinutes":30,"opensAtMinute":510,"closesAtMinute":1020,"elderAge":65,"onTimeBp":9000}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
