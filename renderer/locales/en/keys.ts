import type { Sentences } from '../sentences.ts'
import type { keys as zh } from '../zh/keys.ts'

/** Sentences of the overlay of shortcuts. */
export const keys: Sentences<typeof zh> = {
  title: 'Keyboard shortcuts',
  note: 'While you type in a field, or an input method composes, shortcuts of one character do nothing.',
  characters: 'Shortcuts of a single character (letters, /, ?)',
  global: 'Everywhere',
  grid: 'Lists',
  record: 'Customers and forms',
  search: 'Search customers and functions',
  navigate: 'Entries 1–9 of the navigation',
  history: 'Back, forward',
  lock: 'Lock the screen',
  help: 'Show the shortcuts',
  escape: 'Close what lies on top',
  down: 'Next row',
  up: 'Previous row',
  page: 'Page up, page down',
  edge: 'First row, last row',
  open: 'Open',
  preview: 'Preview',
  select: 'Select or unselect',
  range: 'Select a range',
  filter: 'Quick filter',
  dial: 'Dial',
  contact: 'Log a contact',
  neighbour: 'Previous, next customer of the list',
  submit: 'Submit the form',
}
