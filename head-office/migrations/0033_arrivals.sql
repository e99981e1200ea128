-- Bookings of the running day that core banking takes back (冲正) or that cannot be taken, and the keys
-- under which it delivers.

create table reversed_booking (
  branch_id uuid not null,
  txn_no text not null,
  reason text not null,
  reversed_at timestamptz(3) not null,
  -- What the booking was where it stood here; null where it had not arrived.
  account_id uuid,
  posted_on date,
  posted_at timestamptz(3),
  signed_fen bigint,
  primary key (branch_id, txn_no)
);
create index reversed_booking_by_account on reversed_booking (branch_id, account_id, posted_on);

create table arrival_set_aside (
  id text primary key,
  source text not null,
  txn_no text not null,
  reason text not null,
  original text not null,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  times integer not null
);
create index arrival_set_aside_by_age on arrival_set_aside (last_at);

create table feed_key (
  id uuid primary key,
  source text not null,
  secret_hash text not null,
  created_at timestamptz(3) not null,
  revoked_at timestamptz(3)
);
