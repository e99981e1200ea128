/** Where a record stands in the list it was opened from. */
export interface Place {
  /** 0-based. */
  index: number
  total: number
}

/**
 * Finds a record again after the list changed under it: at the remembered index, else as near to
 * it as possible. Rows not fetched are undefined. Null where no fetched row is the record.
 */
export function placeOf(
  rows: readonly ({ id: string } | undefined)[],
  id: string,
  remembered: number,
): Place | null {
  const total = rows.length
  if (rows[remembered]?.id === id) return { index: remembered, total }
  let nearest = -1
  rows.forEach((row, index) => {
    if (row?.id !== id) return
    if (nearest < 0 || Math.abs(index - remembered) < Math.abs(nearest - remembered))
      nearest = index
  })
  return nearest < 0 ? null : { index: nearest, total }
}
