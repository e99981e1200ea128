/**
 * Fills the demo in a thread of its own: making its data keeps a processor busy for seconds and
 * takes memory that goes with the thread, while the main thread hears Ctrl-C.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { fillDemo, type DemoProgress, type DemoUser } from '#head-office/demo/fill.ts'

/** What the thread tells: how far it is, then who may log in. */
export type FillMessage = { progress: DemoProgress } | { users: DemoUser[] }

const tell = (message: FillMessage): void => parentPort?.postMessage(message)
/** Tests of the start itself do with a branch of a few hundred customers. */
const small = process.env['OCRM_DEMO_SIZE'] === 'small'
const { users } = await fillDemo({
  databaseUrl: String(workerData),
  ...(small ? { size: { mainCustomers: 300, secondCustomers: 50 } } : {}),
  onProgress: (progress) => tell({ progress }),
})
tell({ users })
