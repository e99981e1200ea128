import { parentPort } from 'node:worker_threads'
import { fillSearch, indexCustomers } from '#db/search/build.ts'
import { createOperations } from './sync/writing/operations.ts'
import { serveOperations } from './sync/writing/serve.ts'

if (!parentPort) throw new Error('the writer runs as a worker thread of the branch service')
serveOperations(
  parentPort,
  createOperations({ fill: (db) => fillSearch(db), update: (db, ids) => indexCustomers(db, ids) }),
)
