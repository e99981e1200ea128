-- What devices say of their use, as it came and was verified. Append-only: whoever serves terminals may
-- add rows and read them. A superuser is bound by no grant: head office's role must not be one.

create table usage_record (
  branch_id uuid not null,
  ledger_id uuid not null,
  epoch integer not null,
  seq bigint not null,
  hash text not null,
  -- Null where the chain had no key.
  mac text,
  -- Another record stands at this number: both are kept.
  fork boolean not null,
  ver integer not null,
  alg integer not null,
  prev text not null,
  boot_id text not null,
  mono_ms bigint not null,
  wall_ms bigint not null,
  last_receipt_seq bigint not null,
  actor text not null,
  role text not null,
  session text not null,
  auth_mode text not null,
  type text not null,
  object text not null,
  body_hash text not null,
  app_ver text not null,
  policy_ver text not null,
  received_at timestamptz(3) not null,
  primary key (branch_id, ledger_id, epoch, seq, hash)
);
create index usage_record_by_actor on usage_record (branch_id, actor, wall_ms);

-- What a record tells in full; bound by its salted hash, and deleted where a person asks for it.
create table usage_body (
  branch_id uuid not null,
  ledger_id uuid not null,
  epoch integer not null,
  seq bigint not null,
  salt text not null,
  body text not null,
  primary key (branch_id, ledger_id, epoch, seq)
);

create table usage_checkpoint (
  branch_id uuid not null,
  ledger_id uuid not null,
  epoch integer not null,
  seq bigint not null,
  head text not null,
  wall_ms bigint not null,
  mono_ms bigint not null,
  boot_id text not null,
  signature text not null,
  received_at timestamptz(3) not null,
  primary key (branch_id, ledger_id, epoch, seq, head)
);

-- `receipt` is the signed text as it was sent; `server_seq` counts the receipts of a chain.
create table usage_receipt (
  branch_id uuid not null,
  ledger_id uuid not null,
  epoch integer not null,
  server_seq bigint not null,
  seq bigint not null,
  head text not null,
  receipt text not null,
  signed_at timestamptz(3) not null,
  primary key (branch_id, ledger_id, epoch, server_seq)
);

-- What was found at which record; `detail` is JSON.
create table usage_finding (
  branch_id uuid not null,
  ledger_id uuid not null,
  epoch integer not null,
  seq bigint not null,
  code text not null,
  device_id uuid not null,
  found_at timestamptz(3) not null,
  detail text not null,
  primary key (branch_id, ledger_id, epoch, seq, code)
);

-- A finding is looked at by a person; one open case a device at most, and never a penalty by itself.
create table usage_case (
  branch_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  opened_at timestamptz(3) not null,
  first_code text not null,
  findings integer not null,
  decided_at timestamptz(3),
  decided_by uuid,
  decision text,
  reason text,
  primary key (branch_id, id)
);
create index usage_case_open on usage_case (branch_id, device_id) where decided_at is null;

revoke update, delete, truncate
  on usage_record, usage_checkpoint, usage_receipt, usage_finding from current_user;
