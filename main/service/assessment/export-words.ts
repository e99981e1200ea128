import type { Outcome } from '#domain/assessment/score.ts'
import type { PeriodState } from '#domain/assessment/records.ts'

/** Words of an exported month: those of the screen, here because the file is written without a page. */
export interface MonthWords {
  title: string
  reason: string
  columns: readonly string[]
  outcomes: Record<Outcome, string>
  states: Record<PeriodState, string>
  /** Before the beginning of head office's signature. */
  signed: string
  unsigned: string
}

const zh: MonthWords = {
  title: '培训考核',
  reason: '考核导出',
  columns: [
    '工号',
    '姓名',
    '岗位',
    '结果',
    '得分',
    '有效使用',
    '应有次数',
    '登录次数（官方口径）',
    '活跃天数',
    '出勤天数',
    '任务按时',
    '任务应办',
    '课程通过',
    '课程应修',
    '联系',
    '有结果联系',
  ],
  outcomes: {
    passed: '达标',
    retrain: '待补训',
    exempt: '免考',
    off_duty: '未在岗',
    not_assessed: '不参加考核',
  },
  states: { open: '进行中', provisional: '暂定', locked: '已锁定' },
  signed: '总行签名',
  unsigned: '无总行签名，不作依据',
}

const en: MonthWords = {
  title: 'Training assessment',
  reason: 'assessment export',
  columns: [
    'Staff no.',
    'Name',
    'Post',
    'Result',
    'Points',
    'Effective use',
    'Target',
    'Logins (official)',
    'Active days',
    'Days on duty',
    'Tasks in time',
    'Tasks due',
    'Courses passed',
    'Courses required',
    'Contacts',
    'Contacts with outcome',
  ],
  outcomes: {
    passed: 'Passed',
    retrain: 'To be retrained',
    exempt: 'Exempt',
    off_duty: 'Not on duty',
    not_assessed: 'Not assessed',
  },
  states: { open: 'running', provisional: 'provisional', locked: 'locked' },
  signed: 'signed by head office',
  unsigned: 'not signed by head office, no proof',
}

/** Words by language. */
export const monthWords = { zh, en }
