export interface ProcessIdentity {
  pid: number
  started: string
}
export declare function identify(pid: number): ProcessIdentity
export declare function isRunning(identity: ProcessIdentity): boolean
export declare function tryLock(file: string): ProcessIdentity | null
export declare function unlock(file: string): void
