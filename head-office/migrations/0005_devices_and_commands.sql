-- Devices of branches, their sessions, and the commands they gave.

-- A PC of a branch. `epoch` counts its enrolments and is part of its command sequence.
create table device (
  id uuid primary key,
  branch_id uuid not null,
  name text not null,
  epoch integer not null,
  signing_key text not null,
  sealing_key text not null,
  ledger_id uuid not null,
  state text not null check (state in ('active', 'revoked', 'incident')),
  enrolled_at timestamptz(3) not null,
  app_version text,
  last_session_at timestamptz(3),
  clock_offset_ms bigint,
  unique (branch_id, name)
);

-- One-time codes, hashed; a burnt code keeps its row.
create table enrolment_code (
  code_hash text primary key,
  branch_id uuid not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  device_id uuid
);

-- Nonces given out and not yet signed.
create table device_challenge (
  nonce_hash text primary key,
  device_id uuid not null,
  expires_at timestamptz(3) not null
);
create index device_challenge_expiry on device_challenge (expires_at);

create table device_session (
  token_hash text primary key,
  branch_id uuid not null,
  device_id uuid not null,
  device_epoch integer not null,
  -- What the terminal speaks: another version may push but not pull.
  protocol integer not null,
  expires_at timestamptz(3) not null
);
create index device_session_by_device on device_session (device_id);
create index device_session_expiry on device_session (expires_at);

-- Escrow of a device's cache key, encrypted under the master key. A stale key is replaced, with the
-- next version, at the next login.
create table cache_key (
  branch_id uuid not null,
  device_id uuid not null,
  version integer not null,
  encrypted_key text not null,
  stale boolean not null default false,
  created_at timestamptz(3) not null,
  primary key (branch_id, device_id)
);

-- Every grant head office signed: who may have a key slot on which device.
create table issued_grant (
  branch_id uuid not null,
  device_id uuid not null,
  grant_id uuid not null,
  staff_id uuid not null,
  credential_version integer not null,
  issued_at timestamptz(3) not null,
  not_after timestamptz(3) not null,
  primary key (branch_id, device_id, grant_id)
);
create index issued_grant_by_staff on issued_grant (staff_id);

-- Highest seq answered; its row is locked while a command of the device is decided.
create table device_cursor (
  branch_id uuid not null,
  device_id uuid not null,
  device_epoch integer not null,
  last_seq bigint not null,
  primary key (branch_id, device_id, device_epoch)
);

-- Every command ever received, once, with its final answer. `request` and `result` are JSON as
-- received and as answered.
create table command (
  branch_id uuid not null,
  command_id text not null,
  device_id uuid not null,
  device_epoch integer not null,
  seq bigint not null,
  request_hash text not null,
  name text not null,
  staff_id text,
  request text not null,
  outcome text not null
    check (outcome in ('applied', 'applied_with_changes', 'rejected', 'quarantined')),
  code text,
  result text not null,
  received_at timestamptz(3) not null,
  decided_at timestamptz(3) not null,
  primary key (branch_id, command_id)
);

-- Which command stood at which place of a device's sequence. A command pushed again after a new
-- enrolment stands at two places and took effect once.
create table command_place (
  branch_id uuid not null,
  device_id uuid not null,
  device_epoch integer not null,
  seq bigint not null,
  command_id text not null,
  request_hash text not null,
  primary key (branch_id, device_id, device_epoch, seq)
);

-- Commands a supervisor must look at.
create table quarantine (
  branch_id uuid not null,
  command_id text not null,
  code text not null,
  raised_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  resolved_by uuid,
  resolution text,
  primary key (branch_id, command_id)
);

-- Things that must not happen, such as two terminals with one identity. `detail` is JSON and keeps
-- what was refused.
create table incident (
  branch_id uuid not null,
  id uuid not null,
  device_id uuid,
  kind text not null,
  at timestamptz(3) not null,
  detail text not null,
  resolved_at timestamptz(3),
  primary key (branch_id, id)
);

-- Snapshots that terminals may still be fetching. `shape` is a hash of the columns of all tables.
create table snapshot (
  branch_id uuid not null,
  version bigint not null,
  shape text not null,
  chunks text not null,
  built_at timestamptz(3) not null,
  primary key (branch_id, version, shape)
);
create table snapshot_chunk (
  branch_id uuid not null,
  sha256 text not null,
  version bigint not null,
  shape text not null,
  primary key (branch_id, sha256, version, shape)
);
