/** The title of a column; one with a unit holds numbers. */
export interface TableHead {
  title: string
  /** Unit of the numbers below; '' for a count. */
  unit?: string
}
