import type { EventName } from '../ipc.ts'

/** Electron channel on which an event travels, apart from the channels of calls. */
export function eventChannel(name: EventName): string {
  return `event:${name}`
}
