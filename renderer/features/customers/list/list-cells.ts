import { h, type VNode } from 'vue'
import type { CustomerRow } from '#contract/ipc/customers.ts'
import { formatFen, formatWan } from '#domain/money/money.ts'
import { type Day, daysBetween } from '#domain/time/day.ts'
import {
  changePart,
  changeSpoken,
  changeTone,
  sharePart,
  sparkPart,
  text,
  tierPart,
} from '../../../components/grid/cell-parts.ts'
import type { GridColumn } from '../../../components/grid/column.ts'
import { mostPx } from '../../../components/grid/text-width.ts'
import { formatDay } from '../../../format/day.ts'
import type { Translate } from '../../../locales/use-text.ts'
import { formatScore } from '../evaluation/format-score.ts'
import { contactDays } from '../contact/contact-age.ts'
import type { ListColumnKey } from './list-columns.ts'
import { holdingParts, holdingWords, markParts } from './list-marks.ts'

/** What draws a cell of the list and what it says besides. */
export type Content = Pick<GridColumn<CustomerRow>, 'text' | 'draw' | 'tone' | 'spoken' | 'hint'>

/** Completeness below which the bar warns. */
const fairBp = 6000
/** A maturity is shown within so many days of the business date, and stands out within so few. */
const horizonDays = 30
const soonDays = 3

const plainMoney = (fenOf: (row: CustomerRow) => number): Content => ({
  text: (row) => formatWan(fenOf(row)),
  hint: (row) => formatFen(fenOf(row)),
})

/** The next maturity when it lies within 30 days; the nearest stand out. */
function maturity(today: Day): Content {
  const within = ({ maturityOn }: CustomerRow) => {
    const days = maturityOn === null ? -1 : daysBetween(today, maturityOn)
    return days >= 0 && days <= horizonDays ? days : null
  }
  return {
    draw: (row) => {
      const on = within(row) === null ? null : row.maturityOn
      const amount = on === null || row.maturityFen === null ? '—' : formatWan(row.maturityFen)
      // An empty day rather than none: what is there already is not thrown away.
      return [
        text(on === null ? amount : `${amount} `),
        h('time', { class: 'cell__day', datetime: on ?? undefined }, [
          text(on === null ? '' : formatDay(on, today)),
        ]),
      ]
    },
    tone: (row) => ((within(row) ?? horizonDays) <= soonDays ? 'cell--warn' : ''),
    hint: (row) =>
      row.maturityFen === null || within(row) === null
        ? null
        : `${formatFen(row.maturityFen)} · ${row.maturityOn}`,
  }
}

function lastContact(t: Translate, today: Day): Content {
  return {
    text: (row) => {
      const days = contactDays(row.lastContactOn, today)
      if (days === null) return t('customers.neverContacted')
      return days === 0 ? t('customers.facts.today') : t('customers.days', { count: days })
    },
    tone: (row) => (row.contactOverdue ? 'cell--warn' : ''),
    hint: (row) => row.lastContactOn,
  }
}

/** Room for a name and its tier where the customer's column is at its narrowest, px. */
const whoPx = 140 - 2 * 8 - 6 - 2 * 6

/** The customer: the name, which opens the record, the tier, and what changes the talk. */
function who(t: Translate, open: (row: CustomerRow, index: number) => void): Content {
  const mayCut = ({ name, tier, marks }: CustomerRow) =>
    marks.length > 0 || mostPx(name) + mostPx(t(`words.tier.${tier}`)) > whoPx
  return {
    tone: () => 'cell--who',
    draw: (row, index): VNode[] => [
      h(
        'button',
        {
          type: 'button',
          class: mayCut(row) ? 'who__name who__name--cut' : 'who__name',
          tabindex: -1,
          title: row.name,
          onClick: () => open(row, index),
        },
        [text(row.name)],
      ),
      tierPart(row.tier, t),
      ...markParts(row.marks, t),
    ],
  }
}

const churnTone = {
  calm: 'cell--quiet',
  yellow: '',
  orange: 'cell--warn',
  red: 'cell--err',
} as const

/** Contents of the columns of 我的客户 on the business date `today`. */
export function listCells(
  t: Translate,
  today: Day,
  open: (row: CustomerRow, index: number) => void,
): Record<ListColumnKey, Content> {
  const quiet = () => 'cell--quiet'
  return {
    name: who(t, open),
    number: { text: (row) => row.customerNo, tone: quiet },
    mobile: { text: (row) => row.mobile || '—', tone: quiet },
    aum: { ...plainMoney((row) => row.aumFen), tone: () => 'cell--strong' },
    average: plainMoney((row) => row.averageFen),
    change30: {
      draw: (row) => changePart(row.change30Fen),
      tone: (row) => changeTone(row.change30Fen),
      spoken: (row) => changeSpoken(row.change30Fen, t),
      hint: (row) => formatFen(row.change30Fen),
    },
    trend: { draw: (row) => [sparkPart(row.trendFen)], hint: () => t('customers.trendTitle') },
    holdings: {
      draw: (row) => holdingParts(row, t),
      hint: (row) => holdingWords(row, t),
    },
    loan: {
      text: (row) => (row.hasLoan ? formatWan(row.loanFen) : '—'),
      hint: (row) => (row.hasLoan ? formatFen(row.loanFen) : null),
    },
    maturity: maturity(today),
    lastContact: lastContact(t, today),
    risk: {
      text: (row) => (row.riskLevel === null ? '—' : `C${row.riskLevel}`),
      tone: (row) => (row.riskLevel !== null && row.riskExpired ? 'cell--warn' : ''),
      hint: (row) => (row.riskExpired ? t('customers.record.riskExpired') : null),
    },
    value: {
      text: ({ valueScore }) => (valueScore === null ? '—' : formatScore(valueScore)),
      hint: ({ valueScore }) => (valueScore === null ? t('customers.evaluation.none') : null),
    },
    churn: {
      text: ({ churnPoints }) => (churnPoints === null ? '—' : String(churnPoints)),
      tone: ({ churnBand }) => churnTone[churnBand ?? 'calm'],
      spoken: ({ churnBand, churnPoints }) =>
        churnBand === null ? '' : `${churnPoints} ${t(`words.churnBand.${churnBand}`)}`,
      hint: ({ churnBand }) => (churnBand === null ? null : t(`words.churnBand.${churnBand}`)),
    },
    types: {
      text: ({ types }) =>
        types.map((type) => t(`words.customerType.${type}`)).join(t('customers.listComma')) || '—',
    },
    completeness: {
      draw: ({ completenessBp }) =>
        sharePart(completenessBp, t('customers.column.completeness'), completenessBp < fairBp),
    },
    next: {
      text: (row) => (row.nextTask ? t(`words.taskKind.${row.nextTask}`) : '—'),
      tone: (row) => (row.nextTask ? 'cell--link' : ''),
    },
    tasks: { text: (row) => (row.openTasks > 0 ? String(row.openTasks) : '—') },
    manager: { text: (row) => row.managerName || '—' },
  }
}
