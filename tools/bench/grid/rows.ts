import type { CustomerRow } from '#contract/ipc/customers.ts'
import { type Tier, tiers } from '#domain/customers/tiers.ts'
import { assetClasses } from '#domain/products/asset-classes.ts'
import { addDays } from '#domain/time/day.ts'
import { taskKinds } from '#domain/workbench/task-words.ts'

/** Business date of the made-up list. */
export const today = '2026-11-24'

const wan = 1_000_000
const surnames = '周林孙赵钱李吴郑王冯陈褚卫蒋沈韩杨'
const given = ['敏华', '晓彤', '雅琴', '启明', '立新', '思远', '建国', '若兰', '子', '欣怡']

/** The `index`-th customer of the list, the same every time: a third with marks, half with a task. */
export function benchRow(index: number): CustomerRow {
  const wave = (step: number): number => Math.sin(index * 1.7 + step * 0.9)
  const aumFen = Math.round((120 + 90 * wave(0)) * wan)
  return {
    id: `customer-${index}`,
    customerNo: `C${String(index).padStart(9, '0')}`,
    name: `${surnames[index % surnames.length] ?? ''}${given[(index * 7) % given.length] ?? ''}`,
    tier: tiers[(index * 5) % tiers.length] as Tier,
    mobile: `199****${String((index * 7919) % 10_000).padStart(4, '0')}`,
    aumFen,
    averageFen: Math.round(aumFen * 0.97),
    change30Fen: index % 7 === 0 ? 0 : Math.round(40 * wave(3) * wan),
    loanFen: index % 4 === 0 ? 30 * wan : 0,
    trendFen: Array.from({ length: 12 }, (_, step) =>
      Math.round((100 + step * 4 + 18 * wave(step)) * wan),
    ),
    assets: assetClasses.filter((_, place) => (index + place) % 3 !== 0),
    hasLoan: index % 4 === 0,
    maturityOn: index % 3 === 0 ? addDays(today, (index * 11) % 60) : null,
    maturityFen: index % 3 === 0 ? 20 * wan : null,
    lastContactOn: index % 9 === 0 ? null : addDays(today, -((index * 13) % 120)),
    contactOverdue: index % 9 === 0 || (index * 13) % 120 > 60,
    completenessBp: 4000 + ((index * 37) % 6000),
    managerName: '陈立新',
    openTasks: index % 2,
    nextTask: index % 2 === 0 ? null : (taskKinds[index % taskKinds.length] ?? null),
    riskLevel: (index % 5) + 1,
    riskExpired: index % 11 === 0,
    marks: index % 3 === 0 ? ['elder', 'watch'] : [],
    favourite: false,
    valueScore: (index * 137) % 10_000,
    churnPoints: (index * 7) % 70,
    churnBand: 'calm',
    types: index % 3 === 0 ? ['payroll'] : [],
  }
}
