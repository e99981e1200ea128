import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run } from '../connection/statements.ts'

/** A saved view as it is kept; `content` is JSON of filter, sort and columns. */
export interface KeptView {
  id: string
  name: string
  content: string
}

/** A person's saved views in their order. */
export function keptViews(db: ReadDatabase): KeptView[] {
  return all(db, 'SELECT id, name, content FROM saved_view ORDER BY position, id')
}

/** Whether another view than `id` has the name. */
export function isNameTaken(db: ReadDatabase, id: string, name: string): boolean {
  return first(db, 'SELECT 1 FROM saved_view WHERE name = ? AND id <> ?', name, id) !== undefined
}

/** Keeps a view: a new one stands last, a known one stays in its place. */
export function keepView(db: SqliteDatabase, { id, name, content }: KeptView): void {
  run(
    db,
    `INSERT INTO saved_view VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM saved_view))
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, content = excluded.content`,
    id,
    name,
    content,
  )
}

/** Forgets a view. */
export function dropView(db: SqliteDatabase, id: string): void {
  run(db, 'DELETE FROM saved_view WHERE id = ?', id)
}
