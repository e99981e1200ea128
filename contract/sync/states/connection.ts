/** How a terminal stands to head office. `connecting` is a state of doubt, never a long one. */
export type Connection = 'connecting' | 'online' | 'offline'

/**
 * What changes it: `reached` an exchange succeeded; `failed` head office could not be reached at
 * all (a refusal is a success: head office was there); `retry` a person asked to try at once.
 */
export type ConnectionEvent = 'reached' | 'failed' | 'retry'

/**
 * The table of docs/sync.md, "Connection". One failure while online is doubt and is tried again at
 * once; a second one is offline. Automatic retries while offline do not flicker: only success or a
 * person's own retry leaves that state.
 */
export const connectionTable: Readonly<
  Record<Connection, Readonly<Record<ConnectionEvent, Connection>>>
> = {
  connecting: { reached: 'online', failed: 'offline', retry: 'connecting' },
  online: { reached: 'online', failed: 'connecting', retry: 'online' },
  offline: { reached: 'online', failed: 'offline', retry: 'connecting' },
}

/** The state after an event. */
export function nextConnection(state: Connection, event: ConnectionEvent): Connection {
  return connectionTable[state][event]
}
