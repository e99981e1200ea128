/** One tab of a `TabBar`. */
export interface Tab<Key extends string = string> {
  key: Key
  name: string
  /** How many things stand behind it, as text or number. */
  count?: string | number | undefined
  /** A word of warning beside it: 已改. */
  note?: string | undefined
}
