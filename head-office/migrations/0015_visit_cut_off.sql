-- Why a visit at the counter ended that nobody ended.
-- The columns are those of contract/sync/rows/tables.ts, in wire order: `ver`, `rev` and `row_hash`
-- come after them, so they are made anew with the values they had.

alter table counter_visit drop column row_hash;
alter table counter_visit rename column ver to earlier_ver;
alter table counter_visit rename column rev to earlier_rev;
alter table counter_visit
  add column cut_off text,
  add column ver bigint,
  add column rev bigint;
update counter_visit set ver = earlier_ver, rev = earlier_rev;
alter table counter_visit
  drop column earlier_ver,
  drop column earlier_rev,
  alter column ver set not null,
  alter column rev set not null;
create index counter_visit_feed on counter_visit (branch_id, ver);
alter table counter_visit add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(opened_at)
    || chr(31) || canonical(ended_at) || chr(31) || canonical(found_by)
    || chr(31) || canonical(suggested) || chr(31) || canonical(acts)
    || chr(31) || canonical(state) || chr(31) || canonical(cut_off)
  )) stored;
