/** What became of a file's rows; those set aside are counted where they are kept. */
export interface FileCounts {
  read: number
  inserted: number
  updated: number
  unchanged: number
  /** Of the unchanged: rows that an earlier file of the same import had. */
  repeated: number
}

/** All zero. */
export function newCounts(): FileCounts {
  return { read: 0, inserted: 0, updated: 0, unchanged: 0, repeated: 0 }
}
