import type { VNode } from 'vue'
import { mostPx } from './text-width.ts'

/** A column of `DataGrid`. Its content is the slot `cell-<key>`, or drawn by `draw`, or a `text`. */
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
  /** Plain content without a slot; also the title of a cell that may cut it off. */
  text?: (row: Row) => string
  /** Content of parts (`cell-parts.ts`), where components of a slot would cost too much. */
  draw?: (row: Row, index: number) => VNode[]
  /** Classes of the cell by its row: a colour, a weight. */
  tone?: (row: Row) => string
  /** What a screen reader says where the content is signs. */
  spoken?: (row: Row) => string
  /** What pointing at the cell tells, where that is more than it shows. */
  hint?: (row: Row) => string | null
  /**
   * Whether the content is never wider than the least width: a cell that clips costs its own layer.
   * Of a plain `text` the grid reckons it for each row.
   */
  fits?: boolean
  /** Whether it is a picture: cells that fly by get theirs when the list rests. */
  late?: boolean
}

/** How a grid is sorted. */
export interface GridSort {
  key: string
  descending: boolean
}

/** Padding of a cell on both sides, px; the outermost have more. */
const paddingPx = 24

/** Whether a plain text may be wider than the least room of its column. */
export function mayBeCut(
  { fits, width }: Pick<GridColumn<never>, 'fits' | 'width'>,
  words: string,
): boolean {
  return fits !== true && mostPx(words) > width - paddingPx
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
