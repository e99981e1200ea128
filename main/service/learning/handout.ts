import type { Handler } from '../dispatch/dispatch.ts'
import { printStamp } from '../workbench/papers.ts'
import type { Prints } from '../workbench/prints.ts'
import { courseOn } from './courses.ts'

/**
 * `learning.printHandout`: says before a handout goes on paper who prints which course; durable when answered.
 * Its lines are the cards of the course.
 */
export function createPrintHandout(prints: Prints): Handler<'learning.printHandout'> {
  return async ({ code, way }, context) => {
    const { row, course } = context.cache((db) => courseOn(db, code))
    const lines = course.units.reduce((sum, { cards }) => sum + cards.length, 0)
    const what = { document: 'handout', course: code, version: row.version }
    await context.testify({ ...what, reason: 'training', way, lines })
    return printStamp(prints, context)
  }
}
