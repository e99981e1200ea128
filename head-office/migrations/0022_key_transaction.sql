-- Cards of key transactions: one a customer and day, with what each rests on.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table key_transaction (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  day date not null,
  event text not null,
  priority integer not null,
  amount_fen bigint not null,
  in_fen bigint not null,
  out_fen bigint not null,
  inside_fen bigint not null,
  aum_before_fen bigint not null,
  anti_fraud boolean not null,
  arrived_at timestamptz not null,
  due_at timestamptz not null,
  evidence text not null,
  rule_version text not null,
  state text not null,
  state_at timestamptz not null,
  state_by uuid,
  responded_at timestamptz,
  reason text,
  history text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(day) || chr(31) || canonical(event) || chr(31) || canonical(priority)
    || chr(31) || canonical(amount_fen) || chr(31) || canonical(in_fen)
    || chr(31) || canonical(out_fen) || chr(31) || canonical(inside_fen)
    || chr(31) || canonical(aum_before_fen) || chr(31) || canonical(anti_fraud)
    || chr(31) || canonical(arrived_at) || chr(31) || canonical(due_at)
    || chr(31) || canonical(evidence) || chr(31) || canonical(rule_version)
    || chr(31) || canonical(state) || chr(31) || canonical(state_at)
    || chr(31) || canonical(state_by) || chr(31) || canonical(responded_at)
    || chr(31) || canonical(reason) || chr(31) || canonical(history)
  )) stored,
  primary key (branch_id, id)
);
create index key_transaction_feed on key_transaction (branch_id, ver);
create index key_transaction_by_customer on key_transaction (branch_id, customer_id, day);
