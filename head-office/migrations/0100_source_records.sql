-- Parent rows of sources (districts, customers, accounts …) as they were read, so that a file which
-- refers to them can be imported alone. Server-only: nothing of it travels.

create table source_record (
  source_id uuid not null references source (id),
  kind text not null,
  key text not null,
  data text not null,
  primary key (source_id, kind, key)
);
