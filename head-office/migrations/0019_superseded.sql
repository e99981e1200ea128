-- Which command its author gave in place of a rejected or quarantined one: that one is repaired.
alter table command add column superseded_by text;
