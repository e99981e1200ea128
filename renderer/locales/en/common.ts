import type { Sentences } from '../sentences.ts'
import type { common as zh } from '../zh/common.ts'

/** Sentences of the kit: units, states, small words. */
export const common: Sentences<typeof zh> = {
  unit: {
    wan: 'CNY 10k',
    wanOf: '{currency} 10k',
    yi: 'CNY 100m',
    yiOf: '{currency} 100m',
    currencySign: 'CNY ',
    kOf: '{currency} {value} k',
    mOf: '{currency} {value} m',
    bnOf: '{currency} {value} bn',
  },
  todayAt: 'today {time}',
  yesterdayAt: 'yesterday {time}',
  durationDaysHours: '{days} d {hours} h',
  durationHoursMinutes: '{hours} h {minutes} min',
  durationMinutes: '{minutes} min',
  durationSeconds: '{seconds} s',
  changeUp: 'up {amount}',
  changeDown: 'down {amount}',
  state: {
    loading: 'Loading',
    slow: 'Reading local data takes longer than usual',
    cancel: 'Cancel',
    cancelled: 'Reading stopped',
    retry: 'Try again',
    failed: 'Could not be read',
    code: 'Code {code}',
    offline: 'Offline; data as of {time}',
    offlineNever: 'Offline; no data on this PC yet',
    offlineHint: 'Keep working: records are sent once the connection is back',
    openSync: 'Show the {count} waiting',
  },
  grid: {
    selectAll: 'Select all',
    selectRow: 'Select row {row}',
    sortBy: 'Sort by {column}',
  },
  mask: {
    show: 'Show {label}',
    hide: 'Hide {label}',
    reason: 'Why do you need it?',
    reasonNote: 'Every view is recorded; hidden again after {seconds} s',
    shown: 'Reason: {reason} · hidden in {seconds} s · recorded',
  },
  chart: {
    table: 'Table',
    chart: 'Chart',
    failed: 'The chart cannot be drawn; see the table.',
  },
  form: {
    restored: 'What you had typed before is back',
    discard: 'Start afresh',
  },
  password: { show: 'Show the password', hide: 'Hide the password', capsLock: 'Caps Lock is on' },
  points: '{points} pp',
  listSeparator: ', ',
  close: 'Close',
  copy: 'Copy',
  save: 'Save',
}
