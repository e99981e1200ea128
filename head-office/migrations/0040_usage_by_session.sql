-- The records of a session are read whenever more of them come.
create index usage_record_by_session on usage_record (branch_id, ledger_id, session)
  where session <> '';
