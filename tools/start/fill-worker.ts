/**
 * Fills the demo in a thread of its own: making its data keeps a processor busy for seconds and
 * takes memory that goes with the thread, while the main thread hears Ctrl-C.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { fillDemo, type DemoProgress, type DemoUser } from '#head-office/demo/fill.ts'

/** What the thread tells: how far it is, then who may log in. */
export type FillMessage = { progress: DemoProgress } | { users: DemoUser[] }

const tell = (message: FillMessage): void => parentPort?.postMessage(message)
const { users } = await fillDemo({
  databaseUrl: String(workerData),
  onProgress: (progress) => tell({ progress }),
})
tell({ users })
