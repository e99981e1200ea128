import type { Course } from '#domain/learning/course.ts'
import { both, question } from './words.ts'

/** 营销触达: consent, time, words. */
export const contacts: Course = {
  code: 'contacts',
  title: both(
    '联系客户：能不能联系，怎么说',
    'Contacting customers: whether, when, and in which words',
  ),
  summary: both(
    '同意与拒绝、时间与次数、不能说的话。',
    'Consent and refusal, hours and caps, words that must not be said.',
  ),
  roles: ['customer_manager', 'lobby_manager', 'branch_head'],
  mandatory: true,
  validMonths: 12,
  units: [
    {
      id: 'may-i',
      title: both('能不能联系', 'May I contact'),
      minutes: 3,
      cards: [
        {
          heading: both(
            '没有同意、没有请求，或已经拒绝，就不发商业信息。',
            'Without consent or request, or after a refusal, no commercial message is sent.',
          ),
          points: [
            both('拒绝当场登记，立即生效。', 'A refusal is recorded at once and holds at once.'),
            both(
              '营销短信 9:00–20:00；7 天内最多 2 条，30 天内最多 4 条。',
              'Marketing messages 9:00–20:00; at most 2 in 7 days and 4 in 30.',
            ),
            both('营销电话 7 天内最多 1 次。', 'At most one sales call in 7 days.'),
          ],
          figure: null,
        },
      ],
      practice: null,
    },
    {
      id: 'words',
      title: both('能说的与不能说的', 'What may be said and what may not'),
      minutes: 2,
      cards: [
        {
          heading: both(
            '不说“高收益”“低风险”“低门槛”“秒到账”。',
            '“High yield”, “low risk”, “low threshold” and “money within a second” are not said.',
          ),
          points: [
            both('不搭售，不默认勾选。', 'No tying, no default ticks.'),
            both(
              '用审核过的材料，过期的不用。',
              'Material is approved beforehand; expired material is not used.',
            ),
          ],
          figure: null,
        },
      ],
      practice: null,
    },
    {
      id: 'outcome',
      title: both('登记有结果的联系', 'A contact with an outcome'),
      minutes: 2,
      cards: [
        {
          heading: both(
            '登记真实结果：未接通就是未接通。',
            'The outcome is what happened: not reached is not reached.',
          ),
          points: [
            both(
              '次数不是成绩；有结果的联系始终写在次数旁边。',
              'Counts are no achievement; contacts with an outcome always stand beside them.',
            ),
            both(
              '约好的下一步写上日期，工作平台会提醒。',
              'A next step gets a day, and the workbench reminds you.',
            ),
          ],
          figure: null,
        },
      ],
      practice: null,
    },
  ],
  bank: [
    question(
      'refused',
      both(
        '客户说“别再给我发理财短信”，您应当：',
        'A customer wants no more messages about products. You:',
      ),
      [
        both('当场登记拒绝，以后不再发', 'record the refusal at once and send none'),
        both('改用电话推介', 'call instead'),
        both('等这次活动结束后再登记', 'record it after the campaign'),
      ],
      both('拒绝立即生效，系统各处都会遵守。', 'A refusal holds at once and everywhere.'),
    ),
    question(
      'hour',
      both('晚上 20:30，营销短信：', 'At 20:30 a marketing message:'),
      [
        both('不能发，等次日 9:00 以后', 'must wait until after 9:00 the next day'),
        both('可以发，只要内容简短', 'may be sent if it is short'),
        both('可以发给贵宾客户', 'may be sent to VIPs'),
      ],
      both('营销短信 9:00–20:00。', 'Marketing messages 9:00–20:00.'),
    ),
    question(
      'word',
      both('下面哪句话可以说？', 'Which of these may be said?'),
      [
        both(
          '“这款产品是 R2，期限 180 天，净值会波动。”',
          '“This product is R2, runs 180 days, and its value moves.”',
        ),
        both('“低风险、高收益，放心买。”', '“Low risk, high yield, buy without worry.”'),
        both('“秒到账，随时取。”', '“Money within a second, any time.”'),
      ],
      both('只说事实：等级、期限、波动。', 'Facts only: grade, term, moves.'),
    ),
    question(
      'no-answer',
      both('电话没有接通，登记为：', 'Nobody answered the call. You record:'),
      [both('未接通', 'not reached'), both('已办理', 'done'), both('无意向', 'not interested')],
      both('结果要如实登记。', 'The outcome is what happened.'),
    ),
    question(
      'cap',
      both(
        '客户 7 天内已收到 2 条营销短信，还能发吗？',
        'The customer had 2 marketing messages within 7 days. One more?',
      ),
      [
        both('不能', 'no'),
        both('能，换个号码发', 'yes, from another number'),
        both('能，换个产品', 'yes, about another product'),
      ],
      both('7 天内最多 2 条。', 'At most 2 in 7 days.'),
    ),
  ],
  quiz: { questions: 4, passBp: 7500, triesADay: 3 },
}
