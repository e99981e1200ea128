-- What the rules of the work list need: who is dead, what is due next on loans and cards, and what
-- people decided about tasks (put off, not suitable and why).
-- The columns are those of contract/sync/rows/tables.ts, in wire order: `ver`, `rev` and `row_hash`
-- come after them, so they are made anew with the values they had.

alter table customer drop column row_hash;
alter table customer rename column ver to earlier_ver;
alter table customer rename column rev to earlier_rev;
alter table customer
  add column deceased_on date,
  add column ver bigint,
  add column rev bigint;
update customer set ver = earlier_ver, rev = earlier_rev;
alter table customer
  drop column earlier_ver,
  drop column earlier_rev,
  alter column ver set not null,
  alter column rev set not null;
create index customer_feed on customer (branch_id, ver);
alter table customer add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_no)
    || chr(31) || canonical(name) || chr(31) || canonical(name_pinyin)
    || chr(31) || canonical(name_initials) || chr(31) || canonical(name_origin)
    || chr(31) || canonical(sex) || chr(31) || canonical(birth_date)
    || chr(31) || canonical(nationality) || chr(31) || canonical(occupation)
    || chr(31) || canonical(address) || chr(31) || canonical(mobile)
    || chr(31) || canonical(id_type) || chr(31) || canonical(id_no)
    || chr(31) || canonical(id_expiry) || chr(31) || canonical(email)
    || chr(31) || canonical(employer) || chr(31) || canonical(industry)
    || chr(31) || canonical(opening_branch_id) || chr(31) || canonical(customer_since)
    || chr(31) || canonical(is_staff) || chr(31) || canonical(do_not_contact)
    || chr(31) || canonical(tier) || chr(31) || canonical(tier_state)
    || chr(31) || canonical(deceased_on)
  )) stored;

alter table task drop column row_hash;
alter table task rename column ver to earlier_ver;
alter table task rename column rev to earlier_rev;
alter table task
  add column not_before date,
  add column reason text,
  add column ver bigint,
  add column rev bigint;
update task set ver = earlier_ver, rev = earlier_rev;
alter table task
  drop column earlier_ver,
  drop column earlier_rev,
  alter column ver set not null,
  alter column rev set not null;
create index task_feed on task (branch_id, ver);
alter table task add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(kind)
    || chr(31) || canonical(priority) || chr(31) || canonical(due_on)
    || chr(31) || canonical(amount_fen) || chr(31) || canonical(evidence)
    || chr(31) || canonical(rule_version) || chr(31) || canonical(state)
    || chr(31) || canonical(created_at) || chr(31) || canonical(completed_at)
    || chr(31) || canonical(completed_by) || chr(31) || canonical(outcome)
    || chr(31) || canonical(note) || chr(31) || canonical(not_before)
    || chr(31) || canonical(reason)
  )) stored;

alter table loan drop column row_hash;
alter table loan rename column ver to earlier_ver;
alter table loan rename column rev to earlier_rev;
alter table loan
  add column next_due_on date,
  add column next_due_fen bigint,
  add column ver bigint,
  add column rev bigint;
update loan set ver = earlier_ver, rev = earlier_rev;
alter table loan
  drop column earlier_ver,
  drop column earlier_rev,
  alter column ver set not null,
  alter column rev set not null;
create index loan_feed on loan (branch_id, ver);
alter table loan add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(account_id) || chr(31) || canonical(contract_no)
    || chr(31) || canonical(granted_on) || chr(31) || canonical(principal_fen)
    || chr(31) || canonical(balance_fen) || chr(31) || canonical(term_months)
    || chr(31) || canonical(payment_fen) || chr(31) || canonical(status)
    || chr(31) || canonical(next_due_on) || chr(31) || canonical(next_due_fen)
  )) stored;

alter table card drop column row_hash;
alter table card rename column ver to earlier_ver;
alter table card rename column rev to earlier_rev;
alter table card
  add column statement_due_on date,
  add column statement_due_fen bigint,
  add column ver bigint,
  add column rev bigint;
update card set ver = earlier_ver, rev = earlier_rev;
alter table card
  drop column earlier_ver,
  drop column earlier_rev,
  alter column ver set not null,
  alter column rev set not null;
create index card_feed on card (branch_id, ver);
alter table card add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(account_id) || chr(31) || canonical(card_tail)
    || chr(31) || canonical(kind) || chr(31) || canonical(issued_on)
    || chr(31) || canonical(status) || chr(31) || canonical(statement_due_on)
    || chr(31) || canonical(statement_due_fen)
  )) stored;

-- The night looks for what is due, and a branch head for who has how much to do.
create index task_open on task (branch_id, staff_id) where state = 'open';
create index bank_transaction_by_day on bank_transaction (branch_id, posted_on);
