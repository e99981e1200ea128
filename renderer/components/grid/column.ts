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

/** Width of the column of boxes, px. */
const choosePx = 30

/**
 * The columns as tracks of a CSS grid, the same for the head and every row. What is left over goes
 * to the columns that grow; where none does, to all by their widths.
 */
export function gridTracks(
  columns: readonly Pick<GridColumn<never>, 'width' | 'grow'>[],
  selectable: boolean,
): string {
  const growing = columns.some(({ grow }) => grow)
  const tracks = columns.map(({ width, grow }) =>
    growing && !grow ? `${width}px` : `minmax(${width}px, ${growing ? 1 : width}fr)`,
  )
  return [...(selectable ? [`${choosePx}px`] : []), ...tracks].join(' ')
}
