import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { tables } from '#contract/sync/rows/tables.ts'
import { berkaProfile } from '#head-office/sources/berka/profile.ts'
import type { ImportReport } from '#head-office/sources/report.ts'
import { runImport } from '#head-office/sources/run-import.ts'

/** Folder of the made-up sample in the formats of the Czech bank. */
export const sampleFolder = join(import.meta.dirname, '../fixtures/berka-sample')

/** A private copy of the sample, whose files a test may spoil. */
export interface SourceCopy {
  folder: string
  outFolder: string
  /** Replaces the first occurrence of a text in a file; it must be there. */
  change: (file: string, from: string, to: string) => Promise<void>
  append: (file: string, bytes: string | Uint8Array) => Promise<void>
  remove: () => Promise<void>
}

/** Copies the sample (or another folder) into a temporary folder. */
export async function copySource(from = sampleFolder): Promise<SourceCopy> {
  const root = await mkdtemp(join(tmpdir(), 'ocrm-source-'))
  const folder = join(root, 'source')
  await cp(from, folder, { recursive: true })
  return {
    folder,
    outFolder: join(root, 'out'),
    async change(file, text, to) {
      const path = join(folder, file)
      const whole = await readFile(path, 'latin1')
      if (!whole.includes(text)) throw new Error(`${file} does not contain ${text}`)
      await writeFile(
        path,
        whole.replace(text, () => to),
        'latin1',
      )
    },
    append: async (file, bytes) => {
      const path = join(folder, file)
      await writeFile(path, Buffer.concat([await readFile(path), Buffer.from(bytes)]))
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

/** Imports a folder or file of the Czech bank into a database. */
export function importBerka(
  databaseUrl: string,
  path: string,
  outFolder: string,
): Promise<ImportReport> {
  return runImport({ profile: berkaProfile, path, outFolder, databaseUrl })
}

/** Everything a database holds that travels: table → row hashes in order of the key. */
export async function contentOf(pool: pg.Pool): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {}
  for (const { name, key } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select concat_ws(' ', ${key.map((column) => `${column}::text`).join(', ')}, row_hash) as row
       from ${name} order by ${key.join(', ')}`,
    )
    content[name] = rows.map(({ row }) => row)
  }
  return content
}

/** Versions of all scopes, to see that nothing was stamped. */
export async function scopeVersions(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ branch_id: string; v: string }>(
    'select branch_id::text, v::text from scope_version order by branch_id',
  )
  return Object.fromEntries(rows.map(({ branch_id, v }) => [branch_id, v]))
}
