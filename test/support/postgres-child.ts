/**
 * A process that owns an embedded PostgreSQL, for tests of its end: prints one JSON line
 * `{url, folder, pid}` when it serves and stops it on SIGTERM. Arguments: data folder, shelter.
 */
import { startEmbeddedPostgres } from '#head-office/postgres/embedded.ts'

const [dataDir, shelter] = process.argv.slice(2)
if (!dataDir || !shelter) throw new Error('usage: postgres-child.ts <data folder> <shelter>')
const server = await startEmbeddedPostgres({ dataDir, shelter })
const { folder, pid } = server
process.once('SIGTERM', () => void server.stop())
process.stdout.write(`${JSON.stringify({ url: server.url('postgres'), folder, pid })}\n`)
