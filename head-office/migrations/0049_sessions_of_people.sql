-- Sessions count for a person, whichever branch's ledger tells of them; each stands under the branch of that ledger.
create index staff_session_by_person on staff_session (staff_id, started_at);
