-- How much of a session's time the screen was locked. Sessions that were taken before tell of none: they
-- stay as they were counted.
alter table staff_session add column locked_ms bigint not null default 0 check (locked_ms >= 0);
