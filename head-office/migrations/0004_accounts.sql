-- Accounts, cards, loans, holdings, balances and transactions.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table account (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  account_no text not null,
  kind text not null,
  currency text not null,
  opened_on date not null,
  closed_on date,
  status text not null,
  category integer,
  product_id uuid,
  rate_bp integer,
  matures_on date,
  statement text,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(account_no) || chr(31) || canonical(kind)
    || chr(31) || canonical(currency) || chr(31) || canonical(opened_on)
    || chr(31) || canonical(closed_on) || chr(31) || canonical(status)
    || chr(31) || canonical(category) || chr(31) || canonical(product_id)
    || chr(31) || canonical(rate_bp) || chr(31) || canonical(matures_on)
    || chr(31) || canonical(statement)
  )) stored,
  primary key (branch_id, id)
);
create index account_feed on account (branch_id, ver);
create index account_by_customer on account (branch_id, customer_id);

create table account_party (
  branch_id uuid not null,
  account_id uuid not null,
  customer_id uuid not null,
  role text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(account_id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(role)
  )) stored,
  primary key (branch_id, account_id, customer_id, role)
);
create index account_party_feed on account_party (branch_id, ver);
create index account_party_by_customer on account_party (branch_id, customer_id);

create table loan (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  account_id uuid,
  contract_no text not null,
  granted_on date not null,
  principal_fen bigint not null,
  balance_fen bigint,
  term_months integer not null,
  payment_fen bigint not null,
  status text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(account_id) || chr(31) || canonical(contract_no)
    || chr(31) || canonical(granted_on) || chr(31) || canonical(principal_fen)
    || chr(31) || canonical(balance_fen) || chr(31) || canonical(term_months)
    || chr(31) || canonical(payment_fen) || chr(31) || canonical(status)
  )) stored,
  primary key (branch_id, id)
);
create index loan_feed on loan (branch_id, ver);
create index loan_by_customer on loan (branch_id, customer_id);

create table card (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  account_id uuid,
  card_tail text not null,
  kind text not null,
  issued_on date not null,
  status text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(account_id) || chr(31) || canonical(card_tail)
    || chr(31) || canonical(kind) || chr(31) || canonical(issued_on)
    || chr(31) || canonical(status)
  )) stored,
  primary key (branch_id, id)
);
create index card_feed on card (branch_id, ver);
create index card_by_customer on card (branch_id, customer_id);

create table holding (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  product_id uuid not null,
  units bigint not null,
  cost_fen bigint not null,
  value_fen bigint not null,
  valued_on date not null,
  bought_on date not null,
  matures_on date,
  auto_renew boolean not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(product_id) || chr(31) || canonical(units)
    || chr(31) || canonical(cost_fen) || chr(31) || canonical(value_fen)
    || chr(31) || canonical(valued_on) || chr(31) || canonical(bought_on)
    || chr(31) || canonical(matures_on) || chr(31) || canonical(auto_renew)
  )) stored,
  primary key (branch_id, id)
);
create index holding_feed on holding (branch_id, ver);
create index holding_by_customer on holding (branch_id, customer_id);

create table standing_order (
  branch_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  counterparty_bank text not null,
  counterparty_account text not null,
  amount_fen bigint not null,
  purpose text,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(account_id)
    || chr(31) || canonical(counterparty_bank) || chr(31) || canonical(counterparty_account)
    || chr(31) || canonical(amount_fen) || chr(31) || canonical(purpose)
  )) stored,
  primary key (branch_id, id)
);
create index standing_order_feed on standing_order (branch_id, ver);
create index standing_order_by_account on standing_order (branch_id, account_id);

create table balance_change (
  branch_id uuid not null,
  position_id uuid not null,
  changed_on date not null,
  balance_fen bigint not null,
  running_sum bigint not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(position_id) || chr(31) || canonical(changed_on)
    || chr(31) || canonical(balance_fen) || chr(31) || canonical(running_sum)
  )) stored,
  primary key (branch_id, position_id, changed_on)
);
create index balance_change_feed on balance_change (branch_id, ver);

create table bank_transaction (
  branch_id uuid not null,
  txn_no text not null,
  account_id uuid not null,
  posted_on date not null,
  posted_at timestamptz(3),
  direction text not null,
  amount_fen bigint not null,
  balance_fen bigint,
  operation text not null,
  purpose text,
  channel text,
  counterparty_name text,
  counterparty_bank text,
  counterparty_account text,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(txn_no) || chr(31) || canonical(account_id)
    || chr(31) || canonical(posted_on) || chr(31) || canonical(posted_at)
    || chr(31) || canonical(direction) || chr(31) || canonical(amount_fen)
    || chr(31) || canonical(balance_fen) || chr(31) || canonical(operation)
    || chr(31) || canonical(purpose) || chr(31) || canonical(channel)
    || chr(31) || canonical(counterparty_name) || chr(31) || canonical(counterparty_bank)
    || chr(31) || canonical(counterparty_account)
  )) stored,
  primary key (branch_id, txn_no)
);
create index bank_transaction_feed on bank_transaction (branch_id, ver);
create index bank_transaction_by_account on bank_transaction (branch_id, account_id, posted_on);
