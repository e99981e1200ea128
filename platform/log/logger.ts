/**
 * Fields a log line may carry. A closed list: customer data, passwords and keys have no field to
 * travel in, so they cannot leak through a careless call.
 */
export interface LogFields {
  area?: string
  action?: string
  code?: string
  count?: number
  ms?: number
  bytes?: number
  port?: number
  pid?: number
  exitCode?: number | null
  state?: string
  version?: string | number
  scope?: string
  table?: string
  deviceId?: string
  commandId?: string
  staffNo?: string
  route?: string
  status?: number
  /** Name and message of an exception of our own; never its data. */
  error?: string
}

/** Severity, lowest first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Writes structured lines; one per event worth finding later. */
export interface Logger {
  log(level: LogLevel, event: string, fields?: LogFields): void
}

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** JSON lines into `write`; lines below `level` are dropped. */
export function createLogger(
  write: (line: string) => void,
  now: () => number,
  level: LogLevel = 'info',
): Logger {
  return {
    log(severity, event, fields = {}) {
      if (order.indexOf(severity) < order.indexOf(level)) return
      write(
        JSON.stringify({ at: new Date(now()).toISOString(), level: severity, event, ...fields }),
      )
    },
  }
}

/** Swallows everything; for tests and tools with an output of their own. */
export const silentLogger: Logger = { log: () => {} }

/** Name and message of anything thrown, without data or stack. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
