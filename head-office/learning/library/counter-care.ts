import type { Course } from '#domain/learning/course.ts'
import { picture } from './pictures.ts'
import { both, question } from './words.ts'

/** 柜面: protect first, refer, correct with evidence. */
export const counterCare: Course = {
  code: 'counter-care',
  title: both('柜面：先保护，再服务', 'At the counter: protect first, then serve'),
  summary: both(
    '异常转账先防骗，转介一次说清，资料修改要凭证。',
    'Unusual transfers are questioned first, a referral says it all at once, corrections need evidence.',
  ),
  roles: ['teller', 'lobby_manager'],
  mandatory: true,
  validMonths: 12,
  units: [
    {
      id: 'protect',
      title: both('异常转账', 'Unusual transfers'),
      minutes: 3,
      cards: [
        {
          heading: both(
            '老年客户异常大额转出：先防骗，不营销。',
            'An elder’s unusual large transfer: think of fraud, and sell nothing.',
          ),
          points: [
            both(
              '问清转给谁、做什么，必要时请家人。',
              'Ask to whom and what for; call the family where needed.',
            ),
            both(
              '系统提示防骗时，不介绍任何产品。',
              'While the system warns of fraud, no product is mentioned.',
            ),
            both(
              '可疑交易报告的任何情况不对客户提起。',
              'Nothing about suspicion reports is ever said to a customer.',
            ),
          ],
          figure: null,
        },
      ],
      practice: null,
    },
    {
      id: 'refer',
      title: both('转介与修改', 'Referrals and corrections'),
      minutes: 2,
      cards: [
        {
          heading: both(
            '转介写清客户说了什么；不能转给自己。',
            'A referral says what the customer said, and never goes to oneself.',
          ),
          points: [
            both(
              '客户走后看不到客户资料：办理期间最多 15 分钟。',
              'After the customer left nothing is shown: a visit lasts 15 minutes at most.',
            ),
            both(
              '九要素的修改凭证件，由第二人复核后生效。',
              'Identity data changes with evidence, and holds after a second person checked it.',
            ),
          ],
          figure: null,
          picture: picture(
            'counter-referral.png',
            both(
              '柜面速查的转介：写明理由、转给谁，一句可以直接对客户说的话，按 F2 登记。',
              'A referral at the counter: why, to whom, a sentence to say to the customer; F2 records it.',
            ),
          ),
        },
      ],
      practice: null,
    },
  ],
  bank: [
    question(
      'elder',
      both(
        '72 岁客户要把定期全部转给陌生人，您应当：',
        'A customer of 72 wants to send all savings to a stranger. You:',
      ),
      [
        both(
          '先问清用途并提示防骗，必要时联系家人',
          'ask what for, warn of fraud, and call the family where needed',
        ),
        both('尽快办理，免得客户等', 'be quick, so that she does not wait'),
        both('推荐一款理财留住资金', 'offer a product to keep the money'),
      ],
      both('先保护，不营销。', 'Protection comes first, and nothing is sold.'),
    ),
    question(
      'self',
      both('可以把转介给自己吗？', 'May a referral go to yourself?'),
      [
        both('不可以', 'no'),
        both('可以，更快', 'yes, it is quicker'),
        both('主任同意就可以', 'yes, if the head agrees'),
      ],
      both('转介给自己会被系统拒绝。', 'The system refuses a referral to oneself.'),
    ),
    question(
      'phone-change',
      both('客户换了手机号，您应当：', 'A customer has a new phone number. You:'),
      [
        both(
          '核对证件，登记修改和凭证，等待复核',
          'check the ID, record change and evidence, and wait for the check',
        ),
        both('直接改好', 'change it directly'),
        both('记在便签上下次再说', 'note it on paper for next time'),
      ],
      both(
        '九要素的修改由第二人复核后生效。',
        'Identity data holds after a second person checked it.',
      ),
    ),
    question(
      'suspicion',
      both('客户问“我是不是被上报了？”您应当：', 'A customer asks whether he was reported. You:'),
      [
        both('不透露任何情况', 'disclose nothing'),
        both('告诉他没有', 'tell him no'),
        both('请他去问反洗钱岗', 'send him to the officer in charge'),
      ],
      both('反洗钱工作信息须保密。', 'Information of anti-money-laundering work is secret.'),
    ),
  ],
  quiz: { questions: 4, passBp: 7500, triesADay: 3 },
}
