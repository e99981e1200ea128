import { standingOf } from '#db/customers/scope.ts'
import { recentIds } from '#db/user/customers.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { searchHits } from './hits.ts'
import { requireInside, scopeOf } from './scope.ts'
import { viewingReader } from './viewing-view.ts'

const shownRecent = 8

/** `customers.setFavourite`: marks a customer of the scope ★ or takes the mark away. */
export const markFavourite: Handler<'customers.setFavourite'> = async (request, context) => {
  const scope = scopeOf(context)
  if (request.favourite) context.cache((db) => requireInside(db, scope, request.customerId))
  await context.keep('user.setFavourite', { ...request, nowMs: context.clock.now() })
  return null
}

/** `customers.visit`: remembers that a record of the scope was opened. */
export const visit: Handler<'customers.visit'> = async ({ customerId }, context) => {
  const scope = scopeOf(context)
  context.cache((db) => requireInside(db, scope, customerId))
  await context.keep('user.rememberOpened', { customerId, nowMs: context.clock.now() })
  return null
}

/** `customers.recent`: what was opened last; who left the scope meanwhile is left out. */
export const listRecent: Handler<'customers.recent'> = (_request, context) => {
  const scope = scopeOf(context)
  const ids = context.own((db) => recentIds(db, shownRecent))
  return context.cache((db) =>
    searchHits(
      db,
      ids
        .filter((id) => standingOf(db, scope, id) === 'inside')
        .map((customerId) => ({ customerId, match: 'recent', mine: true })),
      viewingReader(context, db),
    ),
  )
}
