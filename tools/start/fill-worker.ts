/**
 * Fills the demo in a thread of its own: making its data keeps a processor busy for seconds and
 * takes memory that goes with the thread, while the main thread hears Ctrl-C.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { fillDemo, type DemoProgress, type DemoUser } from '#head-office/demo/fill.ts'
import type { DemoSize } from '#head-office/demo/size.ts'

/** What the thread is given. */
export interface FillOrder {
  databaseUrl: string
  size: DemoSize
}

/** What the thread tells: how far it is, then who may log in. */
export type FillMessage = { progress: DemoProgress } | { users: DemoUser[] }

const tell = (message: FillMessage): void => parentPort?.postMessage(message)
const { databaseUrl, size } = workerData as FillOrder
const { users } = await fillDemo({
  databaseUrl,
  size,
  onProgress: (progress) => tell({ progress }),
})
tell({ users })
