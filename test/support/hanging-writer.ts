import { parentPort } from 'node:worker_threads'
import { createOperations } from '#main/sync/writing/operations.ts'
import { serveOperations } from '#main/sync/writing/serve.ts'

/** The writer, except that closing the cache takes as long as `OCRM_TEST_HANG` says, ms, or for ever. */
const operations = createOperations({ fill: () => true, update: () => {} })
const hang = new Int32Array(new SharedArrayBuffer(4))

if (parentPort) {
  serveOperations(parentPort, {
    ...operations,
    'cache.close'() {
      Atomics.wait(hang, 0, 0, Number(process.env['OCRM_TEST_HANG'] ?? Infinity))
    },
  })
}
