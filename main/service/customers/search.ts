import { searchProgress } from '#db/search/build.ts'
import { searchCustomers } from '#db/search/search.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { searchHits } from './hits.ts'
import { scopeOf } from './scope.ts'
import { viewingReader } from './viewing-view.ts'

/**
 * `customers.search`: customers of the branch by name, pinyin, number or last four, the own book
 * first. Of customers of others only masked name, masked phone and tier are given.
 */
export const findCustomers: Handler<'customers.search'> = ({ text, limit }, context) => {
  const scope = scopeOf(context)
  return context.cache((db) => {
    const { found, tooMany } = searchCustomers(db, scope, text, limit)
    return {
      hits: searchHits(db, found, viewingReader(context, db)),
      tooMany,
      filling: searchProgress(db),
    }
  })
}
