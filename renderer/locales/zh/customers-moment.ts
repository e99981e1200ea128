import type { MomentKind } from '#domain/recognition/moments.ts'

/** What the line of 感谢时刻 says. */
export const customerMoment = {
  moment: {
    label: '客户类型与感谢时刻',
    vip: '贵宾',
    plain: '{type}',
    perhaps: '{type}（可能）',
    openTypes: '查看客户类型的依据',
    more: '另有 {count} 项',
    name: {
      promiseBroken: '未守约',
      promiseKept: '已守约',
      loanRepaid: '贷款结清',
      firstSalary: '首次代发',
      tierReached: '等级提升',
      anniversary: '相伴周年',
      tierKept: '等级满年',
      childOfAge: '子女成年',
      relativeElder: '家人寿辰',
    } satisfies Record<MomentKind, string>,
    fact: {
      promiseBroken: '{since} 约好 {day} 联系，已过 {count} 天没有联系',
      promiseKept: '{since} 约好的事，{day} 已办到',
      loanRepaid: '{day} 还清贷款，末笔 {amount}',
      firstSalary: '{day} 首笔代发 {amount}',
      tierReached: '{day} 升为{tier}',
      anniversary: '自 {since} 起，{day} 满 {count} 年',
      tierKept: '{since} 起为{tier}，{day} 满 {count} 年',
      childOfAge: '{word} {day} 满 {count} 岁',
      relativeElder: '{word} {day} 满 {count} 岁',
    } satisfies Record<MomentKind, string>,
    say: {
      promiseBroken: '先道歉，再谈别的：“答应您的时间没有联系，是我们的疏忽。”',
      promiseKept: '“上次约好的事已经办妥，谢谢您的耐心。”',
      loanRepaid: '“贷款已经全部还清，谢谢您这些年按时还款。”',
      firstSalary: '“工资已经到我们行，谢谢您的信任。”',
      tierReached: '“您已是我行{tier}客户，谢谢您的信任。”',
      anniversary: '“您与我行相伴 {count} 年了，谢谢您。”',
      tierKept: '“您保持{tier}已满 {count} 年，谢谢您一直以来的信任。”',
      childOfAge: '“恭喜孩子长大成人。”',
      relativeElder: '“请代我们向家人问好，祝身体健康。”',
    } satisfies Record<MomentKind, string>,
  },
}
