import { freshCards, freshCount, latestFreshMs } from '#db/key-transactions/arrived.ts'
import { userSetting } from '#db/user/drafts.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** Setting in the person's own file: up to which moment cards were told of, ms. */
const toldSetting = 'key_cards_told'
/** Most cards that are named at once. */
const mostNamed = 50

/** Setting beside it: the business day whose close the person was told of. */
const nightSetting = 'key_cards_night'

/**
 * `keyTransactions.takeArrived`: the cards nobody has told this person of yet. What the opening of a business
 * day raised is dated in the evening before and told as one sum, once a day; on the first day on this PC
 * nothing is told: it stands on the workbench.
 */
export const takeArrived: Handler<'keyTransactions.takeArrived'> = async (_request, context) => {
  const scope = scopeOf(context)
  const told = context.own((db) => userSetting(db, toldSetting))
  const toldNight = context.own((db) => userSetting(db, nightSetting))
  const turned = toldNight !== null && toldNight < scope.on
  const { latestMs, cards, count } = context.cache((db) => ({
    latestMs: latestFreshMs(db),
    cards: told === null ? [] : freshCards(db, scope, Number(told), mostNamed),
    count: turned ? freshCount(db, scope, scope.on) : 0,
  }))
  if (told === null || latestMs > Number(told)) {
    await context.keep('user.putSetting', { key: toldSetting, value: String(latestMs) })
  }
  if (toldNight === null || turned) {
    await context.keep('user.putSetting', { key: nightSetting, value: scope.on })
  }
  const named = cards.filter(({ day }) => count === 0 || day > scope.on)
  return {
    total: named.length,
    cards: named.map(({ antiFraud, id, name, event, priority }) => ({
      id,
      name,
      event,
      priority,
      antiFraud: antiFraud === 1,
    })),
    night: count === 0 ? null : { day: scope.on, count },
  }
}
