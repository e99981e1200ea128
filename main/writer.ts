import { parentPort, workerData } from 'node:worker_threads'
import { writeFleetingly } from '#db/connection/open.ts'
import { fillSearch, indexCustomers } from '#db/search/build.ts'
import { createOperations } from './sync/writing/operations.ts'
import type { WriterKind } from './sync/writing/client.ts'
import { serveOperations } from './sync/writing/serve.ts'

if (!parentPort) throw new Error('the writer runs as a worker thread of the branch service')
if ((workerData as WriterKind | null)?.fleeting) writeFleetingly()
serveOperations(
  parentPort,
  createOperations({ fill: (db) => fillSearch(db), update: (db, ids) => indexCustomers(db, ids) }),
)
