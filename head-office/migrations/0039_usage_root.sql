-- Each hour one root over the heads of all usage ledgers, signed: whoever changes what head office holds
-- afterwards cannot make it again. `root` is of the receipts signed before the hour.
create table usage_root (
  hour timestamptz(3) primary key,
  leaves integer not null,
  root text not null,
  signed text not null
);

revoke update, delete, truncate on usage_root from current_user;
