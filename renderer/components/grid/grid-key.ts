import type { Stroke } from '../../keys/shortcuts.ts'
import { belongsToInputMethod, type StrokeEvent } from '../../keys/stroke.ts'

/** What a key press in the grid means, by `gridKey`. */
export type GridAct =
  | { act: 'move'; by: number }
  | { act: 'page'; by: 1 | -1 }
  | { act: 'edge'; to: 'first' | 'last' }
  | { act: 'open' | 'preview' | 'select' }

/** Keys of the grid by what they mean; letters stand in upper case. */
const acts: Readonly<Partial<Record<Stroke, GridAct>>> = {
  J: { act: 'move', by: 1 },
  ArrowDown: { act: 'move', by: 1 },
  K: { act: 'move', by: -1 },
  ArrowUp: { act: 'move', by: -1 },
  PageDown: { act: 'page', by: 1 },
  PageUp: { act: 'page', by: -1 },
  Home: { act: 'edge', to: 'first' },
  End: { act: 'edge', to: 'last' },
  Enter: { act: 'open' },
  ' ': { act: 'preview' },
  X: { act: 'select' },
}

/** Strokes a grid answers to; with rows to choose also `Shift`. */
export function gridStrokes(selectable: boolean): Stroke[] {
  const all = Object.keys(acts) as Stroke[]
  return selectable
    ? [...all, 'Shift+ArrowUp', 'Shift+ArrowDown']
    : all.filter((stroke) => stroke !== 'X')
}

/**
 * The act of a key in a grid: J K and arrows move, Home End PgUp PgDn travel, Enter opens, Space
 * previews, X selects. Null for any other key, for keys with Ctrl, Alt or Meta, and while an input
 * method composes.
 */
export function gridKey(event: Omit<StrokeEvent, 'shiftKey'>): GridAct | null {
  if (belongsToInputMethod(event) || event.ctrlKey || event.altKey || event.metaKey) return null
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return Object.entries(acts).find(([stroke]) => stroke === key)?.[1] ?? null
}
