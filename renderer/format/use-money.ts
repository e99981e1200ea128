import { computed } from 'vue'
import { formatFen, formatWan } from '#domain/money/money.ts'
import { useText } from '../locales/use-text.ts'
import { useLanguage } from '../stores/language.ts'
import { useStatus } from '../stores/status.ts'
import { scaleFen, scaleFenWestern } from './amount.ts'

/** Amounts in the words of the language and in the database's currency of report. */
export function useMoney() {
  const { t } = useText()
  const status = useStatus()
  const language = useLanguage()

  function unit(scale: 'wan' | 'yi'): string {
    return status.currency === 'CNY'
      ? t(`common.unit.${scale}`)
      : t(`common.unit.${scale}Of`, { currency: status.currency })
  }

  /** Chinese counts in 万 and 亿, English in thousands, millions and billions. */
  const western = computed(() => language.current === 'en')

  return {
    /** Unit of a column, 万元. */
    unit,
    /** 分 as a bare number of 万, for columns whose header names the unit. */
    wan: formatWan,
    /**
     * Number and unit apart: 268.42 + 万元, or 3.42 + 亿元. In every language, because changes and
     * columns in 万 stand beside it.
     */
    parts: (fen: number) => {
      const { value, scale } = scaleFen(fen)
      return { value, unit: unit(scale) }
    },
    /** Number and unit in one text: 268.42 万元; in English CNY 2.68 m. */
    text: (fen: number) => {
      if (western.value) {
        const { value, scale } = scaleFenWestern(fen)
        return t(`common.unit.${scale}Of`, { value, currency: status.currency })
      }
      const { value, scale } = scaleFen(fen)
      return `${value} ${unit(scale)}`
    },
    /** To the last 分, as vouchers show it: ¥862,314.50. */
    voucher: (fen: number) =>
      status.currency === 'CNY'
        ? `${t('common.unit.currencySign')}${formatFen(fen)}`
        : `${status.currency} ${formatFen(fen)}`,
  }
}
