/** A column of `DataGrid`. Its content is the slot `cell-<key>`, or the row's text by `text`. */
export interface GridColumn<Row> {
  key: string
  title: string
  /** Unit of the numbers, small beside the title: 万元. */
  unit?: string
  /** Width in px; with `grow` the least width. */
  width: number
  /** Whether it takes a share of the room that is left over. */
  grow?: boolean
  align?: 'start' | 'end' | 'center'
  sortable?: boolean
  /** Plain content without a slot; also the title of the cell, for text that is cut off. */
  text?: (row: Row) => string
}

/** How a grid is sorted. */
export interface GridSort {
  key: string
  descending: boolean
}
