-- Keys of tombstones that imports left were written with blanks between the values: now both ways of
-- leaving name a row by one text.
delete from tombstone t using tombstone other
  where t.row_key like '%", "%' and other.branch_id = t.branch_id
    and other.table_name = t.table_name and other.row_key = replace(t.row_key, '", "', '","');
update tombstone set row_key = replace(row_key, '", "', '","') where row_key like '%", "%';
