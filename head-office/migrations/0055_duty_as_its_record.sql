-- A row that travels is held to its record (domain/assessment/duty.ts), as in every other such table (0045).
alter table duty_entry
  drop constraint duty_entry_check,
  drop constraint duty_entry_check1,
  drop constraint duty_entry_tenths_check;
