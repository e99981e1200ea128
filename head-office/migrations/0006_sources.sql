-- Where imported data comes from, and how each import went.

create table source (
  id uuid primary key,
  system text not null unique,
  owner text not null,
  grade text not null,
  refresh text not null,
  trust_rank integer not null,
  as_of date,
  created_at timestamptz(3) not null
);

create table import_run (
  id uuid primary key,
  source_id uuid not null references source (id),
  profile text not null,
  path text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  report text
);

create table import_set_aside (
  run_id uuid not null references import_run (id),
  file text not null,
  line integer not null,
  reason text not null,
  sentence text not null,
  original text not null,
  primary key (run_id, file, line, reason)
);
