-- Clues from the network of transfers and the cases made of them: head office's risk desk alone. No
-- terminal gets them, so there are no versions, and no column of the contract.

-- The product's own rule, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000180', 'risk.clue_rule', 0, date '1900-01-01',
  '{"lookDays":180,"leastFen":100,"leastClueFen":100000,"leastScore":50,"hubParties":500,"ring":{"days":30,"leastAccounts":3,"mostAccounts":8,"ratioBp":8000,"mostSteps":5000},"sameSum":{"mostPayers":20,"roundFen":10000,"mostBranches":3},"fanIn":{"leastPayers":3,"alikeBp":5000,"foreignTimes":3,"burstDays":7,"burstPayers":8,"burstShareBp":6000,"burstSigmas":4},"passThrough":{"days":3,"keepBp":9000,"leastPasses":3,"shareBp":8000,"singleLeastFen":5000000,"singleTimes":5},"split":{"leastTransfers":3,"alikeBp":5000}}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';

-- One finding, kept in the branch of its lead, though its parties may belong to several. `name` is
-- the same in every night; after a closed case the next finding is another `episode`.
create table risk_clue (
  branch_id uuid not null,
  id uuid not null,
  name text not null,
  episode integer not null,
  kind text not null check (kind in ('ring', 'fan_in', 'pass_through', 'split')),
  lead text not null,
  score integer not null check (score between 0 and 100),
  amount_fen bigint not null check (amount_fen > 0),
  from_on date not null,
  to_on date not null,
  -- JSON: parties (lead first), reasons with points and figures, transfers (at most so many).
  parties text not null,
  parts text not null,
  transfers text not null,
  transfer_count integer not null,
  rule_version text not null,
  found_on date not null,
  seen_on date not null,
  primary key (branch_id, id)
);
create index risk_clue_by_name on risk_clue (branch_id, name);

-- The bank's customers in a clue, by their own branch: who sees what is asked here.
create table risk_clue_member (
  branch_id uuid not null,
  customer_id uuid not null,
  clue_branch_id uuid not null,
  clue_id uuid not null,
  primary key (branch_id, customer_id, clue_id)
);
create index risk_clue_member_of on risk_clue_member (branch_id, clue_id);

-- What people did about a clue; same key. `history` is JSON, oldest step first.
create table risk_case (
  branch_id uuid not null,
  id uuid not null,
  state text not null check (state in ('new', 'checked', 'handled', 'false_alarm', 'closed')),
  amount_fen bigint not null,
  recovered_fen bigint not null default 0 check (recovered_fen between 0 and amount_fen),
  seen text,
  done text,
  opened_at timestamptz(3) not null,
  state_at timestamptz(3) not null,
  state_by uuid,
  history text not null,
  primary key (branch_id, id)
);

-- Nights that were looked at whole; under the nil UUID, for the whole bank.
create table risk_night (
  branch_id uuid not null,
  day date not null,
  finished_at timestamptz(3) not null,
  rule_version text not null,
  transfers integer not null,
  parties integer not null,
  hubs integer not null,
  clues integer not null,
  cut_short integer not null,
  set_aside text not null,
  primary key (branch_id, day)
);
