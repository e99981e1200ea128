import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'

/** Gives the calling test file folders that are removed after each test. */
export function temporaryFolders(prefix: string): () => string {
  let made: string[] = []
  afterEach(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true })
    made = []
  })
  return () => {
    const folder = mkdtempSync(join(tmpdir(), `ocrm-${prefix}-`))
    made.push(folder)
    return folder
  }
}
