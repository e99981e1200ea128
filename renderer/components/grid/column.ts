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

/** The widest that columns become at which each has the same, or its least where that is more, px. */
function equalShare(least: readonly number[], px: number): number {
  const widest = least.toSorted((a, b) => b - a)
  let left = px
  let share = 0
  for (let at = 0; at < widest.length; at++) {
    share = left / (widest.length - at)
    if ((widest[at] ?? 0) <= share) break
    left -= widest[at] ?? 0
  }
  return share
}

/**
 * Widths of all columns in whole px, the column of boxes first where there is one; the same for the
 * head and every row. What is left over of `roomPx` goes to the columns that grow, until they are
 * equally wide; where none does, to all by their widths. Reckoned once for all rows: a row that
 * shares out its room itself is laid out twice as long.
 */
export function columnWidths(
  columns: readonly Pick<GridColumn<never>, 'width' | 'grow'>[],
  selectable: boolean,
  roomPx: number,
): number[] {
  const boxes = selectable ? [choosePx] : []
  const growing = columns.filter(({ grow }) => grow)
  const all = columns.reduce((sum, { width }) => sum + width, 0)
  const room = Math.max(all, Math.floor(roomPx) - (selectable ? choosePx : 0))
  const fixed = growing.length === 0 ? 0 : all - growing.reduce((sum, { width }) => sum + width, 0)
  const share = equalShare(
    growing.map(({ width }) => width),
    room - fixed,
  )
  const wanted = columns.map(({ width, grow }) => {
    if (growing.length === 0) return all === 0 ? 0 : (width * room) / all
    return grow ? Math.max(width, share) : width
  })
  // Each edge is rounded, not each width: so they end where the room ends.
  let edge = 0
  let drawn = 0
  const whole = wanted.map((width) => {
    edge += width
    const px = Math.round(edge) - drawn
    drawn += px
    return px
  })
  return [...boxes, ...whole]
}
