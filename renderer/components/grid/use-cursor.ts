import type { Ref } from 'vue'
import { isCharacter } from '../../keys/stroke.ts'
import { type GridAct, gridKey } from './grid-key.ts'
import { between, extended, type Selection, toggled } from './selection.ts'

/** What the cursor needs of its grid. */
export interface CursorHost {
  cursor: Ref<number>
  selected: Ref<Selection>
  count: () => number
  /** Rows in view, for PgUp and PgDn. */
  pageRows: () => number
  keyAt: (index: number) => string | null
  selectable: () => boolean
  /** Whether keys of one character work. */
  characterKeys: () => boolean
  reveal: (index: number) => void
  open: (index: number) => void
  preview: (index: number) => void
}

/** Keyboard and mouse over the rows: one cursor, a selection, ranges with Shift. */
export function useGridCursor(host: CursorHost): {
  onKey: (event: KeyboardEvent) => void
  select: (index: number, range: boolean) => void
  moveTo: (index: number) => number
} {
  /** Where a range began. */
  let anchor: number | null = null

  /** Goes to the nearest row there is and gives its index: the model itself follows its owner later. */
  function moveTo(index: number): number {
    const next = Math.max(0, Math.min(host.count() - 1, index))
    host.cursor.value = next
    host.reveal(next)
    return next
  }

  function selectRange(to: number): void {
    const keys = between(anchor ?? to, to).map(host.keyAt)
    host.selected.value = extended(
      host.selected.value,
      keys.filter((key) => key !== null),
    )
  }

  function select(index: number, range: boolean): void {
    const key = host.keyAt(index)
    if (!host.selectable() || key === null) return
    if (range && anchor !== null) selectRange(index)
    else {
      host.selected.value = toggled(host.selected.value, key)
      anchor = index
    }
  }

  function target(act: GridAct): number {
    if (act.act === 'move') return host.cursor.value + act.by
    if (act.act === 'page') return host.cursor.value + act.by * host.pageRows()
    return act.act === 'edge' && act.to === 'last' ? host.count() - 1 : 0
  }

  function onKey(event: KeyboardEvent): void {
    const act = gridKey(event)
    if (!act || host.count() === 0) return
    if (isCharacter(event.key) && !host.characterKeys()) return
    event.preventDefault()
    if (act.act === 'open') host.open(host.cursor.value)
    else if (act.act === 'preview') host.preview(host.cursor.value)
    else if (act.act === 'select') select(host.cursor.value, event.shiftKey)
    else {
      const from = host.cursor.value
      if (event.shiftKey && host.selectable()) anchor ??= from
      else anchor = null
      const to = moveTo(target(act))
      if (event.shiftKey && host.selectable()) selectRange(to)
    }
  }

  return { onKey, select, moveTo }
}
