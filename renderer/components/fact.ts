/** One fact of a `FactStrip`. */
export interface Fact {
  key: string
  name: string
  value?: string | undefined
  unit?: string | undefined
  note?: string | undefined
  tone?: 'warn' | undefined
  /** Whether it explains itself on a click. */
  opens?: boolean | undefined
  /** Whether its explanation is open now. */
  open?: boolean | undefined
}
