import type { TextKey } from '../locales/use-text.ts'

/** A line of the overlay of shortcuts. */
export interface Shortcut {
  keys: readonly string[]
  does: TextKey
}

/** All shortcuts that work, as the `?` overlay lists them. */
export const shortcutGroups: readonly { title: TextKey; shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'keys.global',
    shortcuts: [
      { keys: ['Ctrl K'], does: 'keys.search' },
      { keys: ['Ctrl 1–9'], does: 'keys.navigate' },
      { keys: ['Alt ←', 'Alt →'], does: 'keys.history' },
      { keys: ['Ctrl L'], does: 'keys.lock' },
      { keys: ['?'], does: 'keys.help' },
      { keys: ['Esc'], does: 'keys.escape' },
    ],
  },
  {
    title: 'keys.grid',
    shortcuts: [
      { keys: ['J', '↓'], does: 'keys.down' },
      { keys: ['K', '↑'], does: 'keys.up' },
      { keys: ['PgUp', 'PgDn'], does: 'keys.page' },
      { keys: ['Home', 'End'], does: 'keys.edge' },
      { keys: ['Enter'], does: 'keys.open' },
      { keys: ['Space'], does: 'keys.preview' },
      { keys: ['X'], does: 'keys.select' },
      { keys: ['Shift ↑↓'], does: 'keys.range' },
      { keys: ['/'], does: 'keys.filter' },
      { keys: ['C'], does: 'keys.contact' },
    ],
  },
  {
    title: 'keys.record',
    shortcuts: [
      { keys: ['Ctrl ↑', 'Ctrl ↓'], does: 'keys.neighbour' },
      { keys: ['Ctrl Enter'], does: 'keys.submit' },
    ],
  },
]
