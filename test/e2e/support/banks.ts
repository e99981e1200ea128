import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { type DemoUser, fillDemo } from '#head-office/demo/fill.ts'
import type { EmbeddedPostgres } from '#head-office/postgres/embedded.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import { startTestCluster } from '#test/support/postgres-cluster.ts'

/** A database of a story's own, and who works there; nobody in one that is empty. */
export interface BankDatabase {
  name: string
  url: string
  users: readonly DemoUser[]
}

/** What a story's database begins as. */
export type Beginning = 'demo' | 'empty'

/** Environment variable by which the workers find the address of {@link setUpBanks}. */
const addressVariable = 'OCRM_E2E_BANKS'

/** Asks for a database. Throws with the server's words where it could not be made. */
export async function newBankDatabase(beginning: Beginning): Promise<BankDatabase> {
  const reply = await fetch(`${process.env[addressVariable]}/${beginning}`, { method: 'POST' })
  if (!reply.ok) throw new Error(await reply.text())
  return (await reply.json()) as BankDatabase
}

/** Removes a database with whatever is still connected to it. */
export async function removeBankDatabase(name: string): Promise<void> {
  await fetch(`${process.env[addressVariable]}/${name}`, { method: 'DELETE' })
}

/** The invented demo bank, small: filled once a run, copied for each story. */
const template = 'demo'

/** The PostgreSQL of a run. Databases are made one after the other: a template stands still for that. */
class Banks {
  #cluster: Promise<EmbeddedPostgres> | null = null
  #filled: Promise<readonly DemoUser[]> | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #count = 0

  async make(beginning: Beginning): Promise<BankDatabase> {
    this.#cluster ??= startTestCluster()
    const cluster = await this.#cluster
    if (beginning === 'demo') this.#filled ??= this.#fill(cluster)
    const users = beginning === 'demo' ? ((await this.#filled) ?? []) : []
    this.#count += 1
    const name = `bank_${this.#count}`
    const of = beginning === 'demo' ? template : 'template1'
    await this.#inTurn(async () => {
      const client = new pg.Client({ connectionString: cluster.url('postgres') })
      await client.connect()
      await client.query(`create database ${name} template ${of}`).finally(() => client.end())
    })
    return { name, url: cluster.url(name), users }
  }

  async remove(name: string): Promise<void> {
    if (/^bank_\d+$/.test(name)) await (await this.#cluster)?.dropDatabase(name)
  }

  async stop(): Promise<void> {
    await (await this.#cluster?.catch(() => null))?.stop()
  }

  async #fill(cluster: EmbeddedPostgres): Promise<readonly DemoUser[]> {
    await cluster.createDatabase(template)
    return (await fillDemo({ databaseUrl: cluster.url(template), size: { customers: 460 } })).users
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => {})
    return done
  }
}

/**
 * Global set-up of Playwright: one PostgreSQL for all stories of a run, started by the first that
 * asks; each gets a database of its own. Runs without a bank start none.
 */
export default async function setUpBanks(): Promise<() => Promise<void>> {
  const banks = new Banks()
  const secret = `/${randomKey(16).toString('hex')}`
  const answer = async ({ method, url = '' }: IncomingMessage): Promise<unknown> => {
    if (!url.startsWith(`${secret}/`)) throw new Error('unknown address')
    const name = url.slice(secret.length + 1)
    if (method === 'DELETE') return banks.remove(name)
    return banks.make(name === 'demo' ? 'demo' : 'empty')
  }
  const server = createServer((request, response) => {
    answer(request).then(
      (result) => response.end(JSON.stringify(result ?? null)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  process.env[addressVariable] = `http://127.0.0.1:${port}${secret}`
  return async () => {
    server.closeAllConnections()
    server.close()
    await banks.stop()
  }
}
