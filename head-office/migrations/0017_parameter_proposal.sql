-- The product's own values of further parameters, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select ('00000000-0000-7000-8000-0000000001' || lpad(seed.n::text, 2, '0'))::uuid, seed.key, 0,
  date '1900-01-01', seed.value, s.v, 1
from (values
  (31, 'tier.period', '"month"'),
  (32, 'allocation.book_capacity', '1500')
) as seed (n, key, value)
cross join scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';

-- Versions of business parameters that one person proposed and another one decides on.
create table parameter_proposal (
  id uuid primary key,
  key text not null,
  value text not null,
  effective_from date not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_at timestamptz(3) not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'rejected')),
  decided_by uuid,
  decided_at timestamptz(3),
  decision_note text,
  -- The version of `parameter` that came of it.
  version integer,
  check (decided_by <> proposed_by),
  check ((state = 'waiting') = (decided_by is null)),
  check ((state = 'waiting') = (decided_at is null)),
  check ((state = 'approved') = (version is not null))
);
create index parameter_proposal_waiting on parameter_proposal (proposed_at) where state = 'waiting';
