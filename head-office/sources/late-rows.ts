import type { Rejection } from './reasons.ts'
import type { SetAside } from './set-aside.ts'
import { readRows, type SourceFile } from './source-file.ts'

/**
 * Sets rows aside that turned out wrong only after their file was read (a duplicate, a parent that
 * did not come): reads the file once more for their bytes instead of keeping those of all rows.
 */
export async function setLinesAside<World>(
  file: SourceFile<World>,
  lines: ReadonlyMap<number, Rejection>,
  setAside: SetAside<World>,
): Promise<void> {
  if (lines.size === 0) return
  for await (const { line, raw } of readRows(file)) {
    const rejection = lines.get(line)
    if (rejection) await setAside.add(file, line, raw, rejection)
  }
}
