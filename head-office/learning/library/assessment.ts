import type { Course } from '#domain/learning/course.ts'
import { both, question } from './words.ts'

/** 考核: how a month is counted. */
export const assessment: Course = {
  code: 'assessment',
  title: both('考核怎么算', 'How the assessment counts'),
  summary: both('有效使用、两道门槛、申诉。', 'Effective use, two gates, and appeals.'),
  roles: ['customer_manager', 'lobby_manager', 'teller', 'operations_supervisor', 'branch_head'],
  mandatory: false,
  validMonths: null,
  units: [
    {
      id: 'effective',
      title: both('有效使用', 'Effective use'),
      minutes: 2,
      cards: [
        {
          heading: both(
            '60 秒以上，至少一项业务动作，一天最多计两次。',
            'Sixty seconds, at least one business action, at most two a day.',
          ),
          points: [
            both(
              '30 分钟内重新登录，并入上一次。',
              'A login within 30 minutes belongs to the one before.',
            ),
            both('解锁不是登录。', 'An unlock is no login.'),
            both(
              '每次登录怎么算的，自己都看得到。',
              'How every login counted is shown to the person.',
            ),
          ],
          figure: null,
        },
      ],
      practice: null,
    },
    {
      id: 'score',
      title: both('得分与门槛', 'Score and gates'),
      minutes: 3,
      cards: [
        {
          heading: both(
            '两道门槛：有效使用达标，必修课全部通过；否则记“待补训”。',
            'Two gates: enough effective use, and every mandatory course; else the month is 待补训.',
          ),
          points: [
            both(
              '为凑次数点几下没有用：登录次数不计分。',
              'Clicking for numbers brings nothing: raw logins give no points.',
            ),
            both('请假、借调、兼职按出勤折算。', 'Leave, secondment and part time are prorated.'),
            both(
              '分数公布后五天内可以申诉，有答复、有理由。',
              'Within five days of a score you may appeal, and get an answer with a reason.',
            ),
          ],
          figure: {
            caption: both('各项满分', 'Full points'),
            columns: [both('满分', 'Points')],
            rows: [
              { label: both('有效使用', 'Effective use'), cells: [both('25', '25')] },
              {
                label: both('任务按时且抽检合格', 'Tasks in time and sound'),
                cells: [both('20', '20')],
              },
              { label: both('必修课程', 'Courses'), cells: [both('20', '20')] },
              { label: both('活跃天数', 'Active days'), cells: [both('15', '15')] },
              { label: both('必用模块', 'Modules'), cells: [both('10', '10')] },
              { label: both('反馈或采纳建议', 'Feedback, adopted ideas'), cells: [both('5', '5')] },
              { label: both('数据质量', 'Data quality'), cells: [both('5', '5')] },
            ],
          },
        },
      ],
      practice: null,
    },
  ],
  bank: [
    question(
      'short',
      both('登录 40 秒后退出，算有效使用吗？', 'A login of 40 seconds: effective?'),
      [both('不算', 'no'), both('算', 'yes'), both('算一半', 'half')],
      both('至少 60 秒，且有一项业务动作。', 'At least 60 seconds, with one business action.'),
    ),
    question(
      'third',
      both('同一天第三次有效登录：', 'The third effective login of a day:'),
      [
        both('不再计入，一天最多两次', 'does not count: two a day at most'),
        both('照常计入', 'counts'),
        both('留到第二天', 'is kept for the next day'),
      ],
      both('一天最多计两次。', 'Two a day at most.'),
    ),
    question(
      'gate',
      both('得分 95，但必修课没有通过：', 'A score of 95, but a mandatory course is open:'),
      [both('待补训', '待补训, retraining'), both('达标', 'passed'), both('优秀', 'excellent')],
      both('门槛没过，多少分都是待补训。', 'With a gate shut no score passes.'),
    ),
    question(
      'appeal',
      both('认为分数有误，您可以：', 'You think that your score is wrong. You may:'),
      [
        both('五天内申诉并写明理由', 'appeal within five days, with a reason'),
        both('请同事代登录补次数', 'let a colleague log in for you'),
        both('等下个月', 'wait for the next month'),
      ],
      both(
        '申诉有答复、有理由；更正后分数重算。',
        'An appeal is answered with a reason; a corrected score is reckoned again.',
      ),
    ),
  ],
  quiz: { questions: 4, passBp: 7500, triesADay: 5 },
}
