/** The part of Electron's `powerMonitor` in use. */
export interface PowerEvents {
  /** Seconds since the last input of this desktop session. */
  getSystemIdleTime(): number
  on(event: 'lock-screen' | 'suspend', listener: () => void): unknown
  removeListener(event: 'lock-screen' | 'suspend', listener: () => void): unknown
}

const pollMs = 2_000

/**
 * Calls `lock` once each time the person has been away for `limitMs()`, and at once when the desktop
 * locks or the machine goes to sleep. The returned function ends the watch.
 */
export function watchIdle(power: PowerEvents, lock: () => void, limitMs: () => number): () => void {
  let away = false
  const timer = setInterval(() => {
    const idle = power.getSystemIdleTime() * 1000 >= limitMs()
    if (idle && !away) lock()
    away = idle
  }, pollMs)
  power.on('lock-screen', lock)
  power.on('suspend', lock)
  return () => {
    clearInterval(timer)
    power.removeListener('lock-screen', lock)
    power.removeListener('suspend', lock)
  }
}
