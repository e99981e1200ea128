/**
 * `npm run arrivals:key -- --source core`: makes the key under which core banking delivers bookings of the
 * running day (`POST /v1/arrivals`); `--revoke` ends all keys of the source. Works on the database of
 * `HEAD_OFFICE_DATABASE_URL`. The key is printed once and kept nowhere.
 */
import { parseArgs } from 'node:util'
import { AppError } from '#contract/errors.ts'
import { openJobPool } from '#head-office/database/job-pool.ts'
import { createFeedKey, revokeFeedKeys } from '#head-office/key-transactions/feed-keys.ts'

const usage = `npm run arrivals:key -- --source <name> [--revoke]
  --source   小写字母、数字和连字符，2–30 位 · lower-case letters, digits and hyphens, 2–30
  --revoke   作废该来源的全部密钥 · end all keys of the source
  数据库取自 HEAD_OFFICE_DATABASE_URL · the database is that of HEAD_OFFICE_DATABASE_URL`

async function run(): Promise<void> {
  const { source, revoke } = parseArgs({
    options: { source: { type: 'string' }, revoke: { type: 'boolean', default: false } },
  }).values
  const databaseUrl = process.env['HEAD_OFFICE_DATABASE_URL']
  if (source === undefined || !databaseUrl) throw new AppError('request.invalid')
  const pool = openJobPool(databaseUrl)
  try {
    if (revoke) {
      const keys = await revokeFeedKeys(pool, { source })
      console.log(`已作废 ${keys} 个密钥 · ${keys} keys ended`)
    } else console.log(await createFeedKey(pool, { source }))
  } finally {
    await pool.end()
  }
}

try {
  await run()
} catch (error) {
  const wrong = error instanceof AppError || error instanceof TypeError
  process.stderr.write(`✗ ${wrong ? usage : String(error)}\n`)
  process.exitCode = wrong ? 2 : 1
}
