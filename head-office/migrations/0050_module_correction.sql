-- Modules that an upheld appeal counts as used, beside the counts of assessment_correction; every later
-- reckoning adds them to those that sessions tell.
create table assessment_module_correction (
  branch_id uuid not null,
  appeal_id uuid not null,
  month date not null,
  staff_id uuid not null,
  module text not null,
  primary key (branch_id, appeal_id, module)
);
create index assessment_module_correction_of
  on assessment_module_correction (branch_id, month, staff_id);
