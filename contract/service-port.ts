import type { ErrorValue } from './errors.ts'
import type { ChannelName, EventName } from './ipc.ts'
import type { Cause, World } from './ipc/channel.ts'
import type { TerminalConfig } from './terminal-config.ts'

/** What the shell hands the branch service when it starts it. */
export interface ServiceInit {
  config: TerminalConfig
  /** Folder of this terminal's files. */
  dataDir: string
  /** 32 bytes from the operating system's key store, base64url. The service has no key store. */
  deviceSecret: string
  appVersion: string
  /** Folder where files that a person takes along are written; `exports` in `dataDir` where absent. */
  exportFolder?: string
}

/** Shell → service. */
export type ToService =
  | { kind: 'init'; init: ServiceInit }
  | {
      kind: 'call'
      id: number
      channel: ChannelName
      payload: unknown
      cause: Cause
      /** Absent: the branch's own data. */
      world?: World
    }
  /** Whether the service still answers. */
  | { kind: 'ping' }
  | { kind: 'shutdown' }

/** Service → shell. */
export type FromService =
  | { kind: 'ready' }
  | { kind: 'fatal'; error: ErrorValue }
  | { kind: 'reply'; id: number; ok: true; value: unknown }
  | { kind: 'reply'; id: number; ok: false; error: ErrorValue }
  | { kind: 'event'; event: EventName; payload: unknown }
  | { kind: 'pong' }
  | { kind: 'bye' }
