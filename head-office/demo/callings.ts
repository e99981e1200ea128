import type { EmployerKind } from './employers.ts'

/** How money comes in over the year. */
export type Rhythm =
  | 'salary'
  | 'pension'
  | 'farm_pension'
  | 'grain'
  | 'tea'
  | 'crab'
  | 'shop'
  | 'firm'
  | 'gig'
  | 'away'
  | 'allowance'
  | 'minor'

/** What somebody lives on, and what usually goes with it. Money in 元 a month, assets in 万. */
export interface Calling {
  occupation: string
  industry: string | null
  ages: readonly [from: number, to: number]
  /** How often in the county town and in the villages. */
  town: number
  village: number
  /** Assets are lognormal: median, spread of the logarithm, and where they end. */
  assets: readonly [medianWan: number, spread: number, mostWan: number]
  rhythm: Rhythm
  monthly: readonly [yuan: number, spread: number]
  employer: EmployerKind | null
  /** Small payments a month: of somebody who uses the account little, usually, and a lot. */
  payments: readonly [few: number, usual: number, many: number]
  /** Share of people who borrow. */
  borrows: number
}

const calling = (
  occupation: string,
  industry: string | null,
  ages: Calling['ages'],
  [town, village]: readonly [number, number],
  assets: Calling['assets'],
  rhythm: Rhythm,
  monthly: Calling['monthly'],
  employer: EmployerKind | null,
  payments: Calling['payments'],
  borrows: number,
): Calling => ({
  occupation,
  industry,
  ages,
  town,
  village,
  assets,
  rhythm,
  monthly,
  employer,
  payments,
  borrows,
})

const farm = '农林牧渔业'

/** Callings of grown-up people. */
export const callings: readonly Calling[] = [
  calling(
    '农民',
    farm,
    [30, 62],
    [2, 15],
    [2.2, 1.15, 60],
    'grain',
    [2300, 0.35],
    null,
    [1, 2, 5],
    0.1,
  ),
  calling(
    '茶农',
    farm,
    [28, 70],
    [1, 8],
    [3.4, 1.15, 90],
    'tea',
    [3800, 0.4],
    null,
    [1, 3, 6],
    0.12,
  ),
  calling(
    '水产养殖户',
    farm,
    [28, 66],
    [1, 6],
    [7, 1.3, 260],
    'crab',
    [9500, 0.5],
    null,
    [1, 3, 7],
    0.28,
  ),
  calling(
    '外出务工人员',
    '建筑业',
    [19, 58],
    [6, 19],
    [2.8, 1.2, 80],
    'away',
    [5400, 0.3],
    'build',
    [1, 2, 6],
    0.08,
  ),
  calling(
    '个体经营者',
    '批发和零售业',
    [24, 66],
    [13, 7],
    [6, 1.4, 400],
    'shop',
    [9000, 0.6],
    null,
    [2, 5, 11],
    0.2,
  ),
  calling(
    '餐饮从业者',
    '住宿和餐饮业',
    [22, 60],
    [5, 2],
    [3.6, 1.3, 150],
    'shop',
    [6500, 0.5],
    null,
    [2, 4, 10],
    0.12,
  ),
  calling(
    '企业职工',
    '制造业',
    [20, 58],
    [15, 6],
    [2.8, 1.2, 80],
    'salary',
    [4700, 0.22],
    'factory',
    [2, 5, 11],
    0.1,
  ),
  calling(
    '技术人员',
    '信息技术服务业',
    [22, 55],
    [4, 0.6],
    [5.5, 1.2, 150],
    'salary',
    [8200, 0.25],
    'company',
    [3, 7, 13],
    0.18,
  ),
  calling(
    '公司管理人员',
    '租赁和商务服务业',
    [28, 60],
    [5, 0.6],
    [15, 1.3, 600],
    'salary',
    [11_500, 0.35],
    'company',
    [3, 7, 13],
    0.2,
  ),
  calling(
    '企业主',
    '制造业',
    [30, 68],
    [3.4, 1.1],
    [75, 1.35, 1500],
    'firm',
    [42_000, 0.7],
    null,
    [2, 5, 11],
    0.25,
  ),
  calling(
    '教师',
    '教育',
    [23, 60],
    [7, 1.6],
    [9, 1.15, 220],
    'salary',
    [6800, 0.18],
    'school',
    [2, 6, 11],
    0.14,
  ),
  calling(
    '医护人员',
    '卫生',
    [23, 60],
    [5, 1],
    [10, 1.15, 260],
    'salary',
    [7600, 0.25],
    'health',
    [3, 6, 11],
    0.14,
  ),
  calling(
    '公务员',
    '公共管理',
    [23, 60],
    [5, 1],
    [11, 1.15, 220],
    'salary',
    [7300, 0.15],
    'office',
    [3, 6, 11],
    0.14,
  ),
  calling(
    '司机',
    '交通运输业',
    [24, 60],
    [5, 3],
    [2.6, 1.15, 70],
    'salary',
    [5600, 0.25],
    'haul',
    [2, 5, 10],
    0.14,
  ),
  calling(
    '自由职业者',
    '文化体育和娱乐业',
    [22, 62],
    [3, 0.6],
    [3.8, 1.3, 120],
    'gig',
    [5200, 0.5],
    null,
    [2, 5, 11],
    0.06,
  ),
  calling(
    '学生',
    null,
    [16, 23],
    [8, 7],
    [0.35, 0.9, 5],
    'allowance',
    [1500, 0.25],
    null,
    [2, 6, 11],
    0,
  ),
  calling(
    '离退休人员',
    null,
    [60, 90],
    [24, 5],
    [9, 1.2, 420],
    'pension',
    [3700, 0.3],
    null,
    [1, 3, 8],
    0,
  ),
  calling(
    '农民',
    farm,
    [60, 91],
    [1, 17],
    [2.3, 1.1, 50],
    'farm_pension',
    [420, 0.35],
    null,
    [1, 1, 3],
    0,
  ),
]

/** Of children, who have an account that a parent looks after. */
export const childhood = calling(
  '学生',
  null,
  [3, 13],
  [0, 0],
  [0.6, 0.9, 12],
  'minor',
  [120, 0.4],
  null,
  [0, 0, 0],
  0,
)
