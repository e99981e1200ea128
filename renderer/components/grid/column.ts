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

/** What a key press in the grid means, by `gridKey`. */
export type GridAct =
  | { act: 'move'; by: number }
  | { act: 'page'; by: 1 | -1 }
  | { act: 'edge'; to: 'first' | 'last' }
  | { act: 'open' | 'preview' | 'select' }

/**
 * The act of a key in a grid: J K and arrows move, Home End PgUp PgDn travel, Enter opens, Space
 * previews, X selects. Null for any other key, for keys with Ctrl, Alt or Meta, and while an input
 * method composes.
 */
export function gridKey(
  event: Pick<KeyboardEvent, 'key' | 'isComposing' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): GridAct | null {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return null
  switch (event.key) {
    case 'j':
    case 'J':
    case 'ArrowDown':
      return { act: 'move', by: 1 }
    case 'k':
    case 'K':
    case 'ArrowUp':
      return { act: 'move', by: -1 }
    case 'PageDown':
      return { act: 'page', by: 1 }
    case 'PageUp':
      return { act: 'page', by: -1 }
    case 'Home':
      return { act: 'edge', to: 'first' }
    case 'End':
      return { act: 'edge', to: 'last' }
    case 'Enter':
      return { act: 'open' }
    case ' ':
      return { act: 'preview' }
    case 'x':
    case 'X':
      return { act: 'select' }
    default:
      return null
  }
}
