import type { TextKey } from '../locales/use-text.ts'

interface Shortcut {
  /** As printed on the keys. */
  keys: readonly string[]
  /** As `strokeOf` names them. */
  strokes: readonly string[]
  does: TextKey
}

interface ShortcutGroup {
  title: TextKey
  shortcuts: readonly Shortcut[]
}

/**
 * Every shortcut there is, by where it works. `useKeys` takes no stroke that is not in this table,
 * so no key works that the `?` overlay could not explain.
 */
export const shortcutGroups = [
  {
    title: 'keys.global',
    shortcuts: [
      { keys: ['Ctrl K'], strokes: ['Ctrl+K'], does: 'keys.search' },
      {
        keys: ['Ctrl 1–9'],
        strokes: [
          'Ctrl+1',
          'Ctrl+2',
          'Ctrl+3',
          'Ctrl+4',
          'Ctrl+5',
          'Ctrl+6',
          'Ctrl+7',
          'Ctrl+8',
          'Ctrl+9',
        ],
        does: 'keys.navigate',
      },
      {
        keys: ['Alt ←', 'Alt →'],
        strokes: ['Alt+ArrowLeft', 'Alt+ArrowRight'],
        does: 'keys.history',
      },
      { keys: ['Ctrl L'], strokes: ['Ctrl+L'], does: 'keys.lock' },
      { keys: ['?', 'F1'], strokes: ['?', 'F1'], does: 'keys.help' },
      { keys: ['Esc'], strokes: ['Escape'], does: 'keys.escape' },
    ],
  },
  {
    title: 'keys.grid',
    shortcuts: [
      { keys: ['J', '↓'], strokes: ['J', 'ArrowDown'], does: 'keys.down' },
      { keys: ['K', '↑'], strokes: ['K', 'ArrowUp'], does: 'keys.up' },
      { keys: ['PgUp', 'PgDn'], strokes: ['PageUp', 'PageDown'], does: 'keys.page' },
      { keys: ['Home', 'End'], strokes: ['Home', 'End'], does: 'keys.edge' },
      { keys: ['Enter'], strokes: ['Enter'], does: 'keys.open' },
      { keys: ['Space'], strokes: [' '], does: 'keys.preview' },
      { keys: ['X'], strokes: ['X'], does: 'keys.select' },
      {
        keys: ['Shift ↑↓'],
        strokes: ['Shift+ArrowUp', 'Shift+ArrowDown'],
        does: 'keys.range',
      },
      { keys: ['/'], strokes: ['/'], does: 'keys.filter' },
    ],
  },
  {
    title: 'keys.record',
    shortcuts: [
      { keys: ['C'], strokes: ['C'], does: 'keys.contact' },
      { keys: ['D'], strokes: ['D'], does: 'keys.dial' },
      { keys: ['R'], strokes: ['R'], does: 'keys.cardRead' },
      { keys: ['E'], strokes: ['E'], does: 'keys.export' },
      {
        keys: ['Ctrl ↑', 'Ctrl ↓'],
        strokes: ['Ctrl+ArrowUp', 'Ctrl+ArrowDown'],
        does: 'keys.neighbour',
      },
      { keys: ['Ctrl Enter'], strokes: ['Ctrl+Enter'], does: 'keys.submit' },
    ],
  },
  {
    title: 'keys.learning',
    shortcuts: [{ keys: ['1–4'], strokes: ['1', '2', '3', '4'], does: 'keys.choose' }],
  },
  {
    title: 'keys.counter',
    shortcuts: [
      { keys: ['F1'], strokes: ['F1'], does: 'keys.counterFind' },
      { keys: ['F2', 'F3', 'F4'], strokes: ['F2', 'F3', 'F4'], does: 'keys.counterAct' },
      { keys: ['F6'], strokes: ['F6'], does: 'keys.counterWish' },
      { keys: ['F7'], strokes: ['F7'], does: 'keys.counterWait' },
      { keys: ['F8'], strokes: ['F8'], does: 'keys.counterInconvenient' },
    ],
  },
] as const satisfies readonly ShortcutGroup[]

/** A stroke that has a sentence: `Ctrl+K`, `?`, `F2`. */
export type Stroke = (typeof shortcutGroups)[number]['shortcuts'][number]['strokes'][number]

/** The groups with only those shortcuts of which a stroke works now; none that is empty. */
export function shortcutsNow(isLive: (stroke: Stroke) => boolean): readonly ShortcutGroup[] {
  return shortcutGroups
    .map((group) => ({
      title: group.title,
      shortcuts: group.shortcuts.filter(({ strokes }) => strokes.some(isLive)),
    }))
    .filter(({ shortcuts }) => shortcuts.length > 0)
}
