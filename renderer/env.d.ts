import type { BranchBridge } from '#contract/ipc.ts'

declare global {
  /** Version of the application, written in by the build. */
  const __APP_VERSION__: string

  interface Window {
    /** What the preload script offers; only `bridge/` may touch it. */
    readonly branch: BranchBridge
  }
}
