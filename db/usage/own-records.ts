/**
 * SQL: records, `r`, of a person's sessions that began since a moment (`?` person, `?` ms UTC). A PC has one session
 * at a time: what belongs to one stands between its start and the next start of anybody.
 */
export const ownRecords = `(
    SELECT place, session, coalesce((
      SELECT next.place FROM usage_record next
      WHERE next.type = 'session.start' AND next.place > started.place
      ORDER BY next.place LIMIT 1), ${Number.MAX_SAFE_INTEGER}) AS until
    FROM usage_record started WHERE actor = ? AND type = 'session.start' AND wall_ms >= ?
  ) s CROSS JOIN usage_record r
    ON r.place >= s.place AND r.place < s.until AND r.session = s.session`
