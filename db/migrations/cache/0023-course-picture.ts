import { sqlMigration } from '../run.ts'

/** Pictures that cards of courses show, in base64, without indexes (see `schema/indexes.ts`). */
export const cacheCoursePicture = sqlMigration('CacheCoursePicture1700000000023', [
  `CREATE TABLE course_picture (
    hash TEXT NOT NULL,
    content TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
