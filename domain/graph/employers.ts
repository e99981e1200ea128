import { stands } from '../customers/completeness.ts'
import { plainName } from '../flow/movement.ts'

/**
 * What stands in the field of the employer and names none, beside the placeholders of every field:
 * nothing known, no work, work of one's own. Two customers with one of these share no employer.
 */
export const notEmployers: readonly string[] = [
  ...['没有', '暂无', '空', '保密', '不便透露', '待补', '未填', '未填写', '不祥', '其它', '同前'],
  ...['none', 'null', 'nil', 'na', 'n/a', 'unknown', 'test', '测试', '个人', '本人', '自己'],
  ...['无单位', '无工作单位', '无工作', '无业', '无固定单位', '无固定职业', '待业', '失业', '下岗'],
  ...['退休', '离退休', '已退休', '离休', '内退', '学生', '在校学生', '儿童', '学龄前儿童'],
  ...['务农', '农民', '在家务农', '在家', '家庭主妇', '全职太太', '打工', '务工', '外出务工'],
  ...[
    '自由',
    '自由职业',
    '自由职业者',
    '自雇',
    '灵活就业',
    '个体',
    '个体户',
    '个体工商户',
    '个体经营',
  ],
]

const words = new Set(notEmployers)

/**
 * The employer that a text of a record names, without what is only looks; null for a word that is
 * none, a single character, or a text without any letter.
 */
export function employerOf(text: string | null): string | null {
  if (text === null || !stands(text)) return null
  const plain = plainName(text)
  if ([...plain].length < 2 || !/\p{L}/u.test(plain)) return null
  return words.has(plain.toLowerCase()) || !stands(plain) ? null : plain
}
