/** Where filling the cache stands. */
export type Filling = 'idle' | 'running' | 'failed'

/** What changes it. `closed`: the key went away with the session. */
export type FillingEvent = 'needed' | 'published' | 'broken' | 'closed'

/** The table of docs/sync.md, "Filling". */
export const fillingTable: Readonly<Record<Filling, Readonly<Record<FillingEvent, Filling>>>> = {
  idle: { needed: 'running', published: 'idle', broken: 'idle', closed: 'idle' },
  running: { needed: 'running', published: 'idle', broken: 'failed', closed: 'idle' },
  failed: { needed: 'running', published: 'idle', broken: 'failed', closed: 'idle' },
}

/** The state after an event. */
export function nextFilling(state: Filling, event: FillingEvent): Filling {
  return fillingTable[state][event]
}
