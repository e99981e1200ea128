-- Keys of people's own files on a PC, in escrow: who got a new password finds drafts again at the
-- next online login. Encrypted under the master key of the data folder.
create table user_key (
  branch_id uuid not null,
  device_id uuid not null,
  staff_id uuid not null,
  encrypted_key text not null,
  created_at timestamptz(3) not null,
  primary key (branch_id, device_id, staff_id)
);
