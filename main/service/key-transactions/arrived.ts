import { freshCards, latestFreshMs } from '#db/key-transactions/arrived.ts'
import { userSetting } from '#db/user/drafts.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** Setting in the person's own file: up to which moment cards were told of, ms. */
const toldSetting = 'key_cards_told'
/** Most cards that are named at once. */
const mostNamed = 50

/** `keyTransactions.takeArrived`: the cards nobody has told this person of yet. */
export const takeArrived: Handler<'keyTransactions.takeArrived'> = async (_request, context) => {
  const scope = scopeOf(context)
  const told = context.own((db) => userSetting(db, toldSetting))
  const { latestMs, cards } = context.cache((db) => ({
    latestMs: latestFreshMs(db),
    cards: told === null ? [] : freshCards(db, scope, Number(told), mostNamed),
  }))
  if (told === null || latestMs > Number(told)) {
    await context.keep('user.putSetting', { key: toldSetting, value: String(latestMs) })
  }
  return {
    total: cards.length,
    cards: cards.map(({ antiFraud, ...card }) => ({ ...card, antiFraud: antiFraud === 1 })),
  }
}
