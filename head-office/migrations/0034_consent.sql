-- How, where and by whom a consent was given and withdrawn.
-- The columns are those of contract/sync/rows/tables.ts, in wire order: `ver`, `rev` and `row_hash`
-- come after them, so they are made anew with the values they had.

alter table consent drop column row_hash;
alter table consent rename column ver to earlier_ver;
alter table consent rename column rev to earlier_rev;
alter table consent
  add column way text,
  add column given_at timestamptz,
  add column given_by uuid,
  add column withdrawn_channel text,
  add column withdrawn_at timestamptz,
  add column withdrawn_by uuid,
  add column ver bigint,
  add column rev bigint;
update consent set ver = earlier_ver, rev = earlier_rev;
alter table consent
  drop column earlier_ver,
  drop column earlier_rev,
  alter column ver set not null,
  alter column rev set not null;
create index consent_feed on consent (branch_id, ver);
alter table consent add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(purpose) || chr(31) || canonical(channel)
    || chr(31) || canonical(given_on) || chr(31) || canonical(withdrawn_on)
    || chr(31) || canonical(text_version) || chr(31) || canonical(way)
    || chr(31) || canonical(given_at) || chr(31) || canonical(given_by)
    || chr(31) || canonical(withdrawn_channel) || chr(31) || canonical(withdrawn_at)
    || chr(31) || canonical(withdrawn_by)
  )) stored;

-- The product's own texts, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000195', 'consent.texts', 0, date '1900-01-01',
  '{"versions":["2024-11"]}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
