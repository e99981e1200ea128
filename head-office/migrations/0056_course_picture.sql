-- Pictures of courses, by the SHA-256 of their file. What authors brought stays at head office; once a course that
-- shows it is published, a picture travels as a row of its own (contract/sync/rows/tables.ts), in base64.
create table authored_picture (
  hash text not null primary key,
  bytes bytea not null,
  brought_at timestamptz(3) not null
);

create table course_picture (
  hash text not null,
  content text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(hash) || chr(31) || canonical(content)
  )) stored,
  primary key (hash)
);
create index course_picture_feed on course_picture (ver);
