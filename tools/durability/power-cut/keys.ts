/** Raw keys of the recorded files: fixed, so that a recording can be opened again. */
export const keys = {
  journal: Buffer.alloc(32, 1),
  cache: Buffer.alloc(32, 2),
  user: Buffer.alloc(32, 3),
  /** The person's file gets this key in the middle of the recording. */
  nextUser: Buffer.alloc(32, 4),
}
