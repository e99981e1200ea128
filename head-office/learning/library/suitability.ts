import type { Both, Course } from '#domain/learning/course.ts'
import { picture } from './pictures.ts'
import { both, question } from './words.ts'

const yes = both('可以', 'yes')
const no = both('不可以', 'no')
const row = (grade: number, cells: Both[]) => ({ label: both(`C${grade}`, `C${grade}`), cells })

/** 适当性: what may be offered to whom. */
export const suitability: Course = {
  code: 'suitability',
  title: both('适当性：能不能卖，怎么说', 'Suitability: what may be offered, and how'),
  summary: both(
    '风险等级怎么配，测评过期怎么办，哪些话不能说。',
    'How risk grades match, what an expired assessment means, and what must not be said.',
  ),
  roles: ['customer_manager', 'lobby_manager', 'teller', 'branch_head'],
  mandatory: true,
  validMonths: 12,
  units: [
    {
      id: 'match',
      title: both('C 级与 R 级怎么配', 'How C and R grades match'),
      minutes: 3,
      cards: [
        {
          heading: both(
            '产品风险等级高于客户测评结果，就是不匹配：不主动推介，也不替客户“想办法”。',
            'A product above the customer’s grade does not match: it is not offered, and no way round is sought.',
          ),
          points: [
            both(
              'C1 只配 R1，C2 到 R2，C3 到 R3，C4 到 R4，C5 全部。',
              'C1 takes R1, C2 up to R2, C3 up to R3, C4 up to R4, C5 all.',
            ),
            both(
              '代销产品，发行方与本行评级不同的，取较高者。',
              'Where issuer and bank grade a product differently, the higher grade counts.',
            ),
          ],
          figure: {
            caption: both('测评结果与产品等级', 'Assessment and product grade'),
            columns: [1, 2, 3, 4, 5].map((grade) => both(`R${grade}`, `R${grade}`)),
            rows: [1, 2, 3, 4, 5].map((grade) =>
              row(
                grade,
                [1, 2, 3, 4, 5].map((risk) => (risk <= grade ? yes : no)),
              ),
            ),
          },
        },
        {
          heading: both(
            '系统会挡住不匹配的产品，并说明原因；原因可以告诉客户。',
            'The system holds back what does not match and says why; the customer may be told.',
          ),
          points: [
            both(
              '货架上没有的产品不能登记，也不能介绍。',
              'A product that is not on the shelf cannot be recorded and must not be introduced.',
            ),
          ],
          figure: null,
          picture: picture(
            'blocked-products.png',
            both(
              '客户页的“已拦截”：两款 R3 产品高于客户的 C2，写明“不得推荐”。',
              '“Held back” on a customer’s page: two R3 products above the customer’s C2, each marked as not to be recommended.',
            ),
          ),
        },
      ],
      practice: question(
        'practice-higher',
        both(
          '客户测评为 C2，仍有效；想买 R3 的产品，说“别人都买了”。您应当：',
          'A customer graded C2, still valid, wants an R3 product because “everybody has it”. You:',
        ),
        [
          both(
            '说明 R3 高于其测评结果，不推介，介绍 R1、R2 产品',
            'explain that R3 is above the grade, do not offer it, and show R1 and R2',
          ),
          both(
            '请客户当场重做测评，提示哪些选项能得到 C3',
            'let the customer repeat the assessment and hint which answers give C3',
          ),
          both(
            '让客户手写“自愿购买”后照常办理',
            'let the customer sign “at my own wish” and go on',
          ),
          both('先买 R3，下次到店再补测评', 'sell R3 now and assess at the next visit'),
        ],
        both(
          '提示选项等于影响测评结果。C2 只能匹配 R1、R2。',
          'Hints influence the assessment. C2 matches R1 and R2 only.',
        ),
      ),
    },
    {
      id: 'assessment',
      title: both('测评过期与 65 岁以上', 'Expired assessments and customers over 65'),
      minutes: 3,
      cards: [
        {
          heading: both('过期即视为没有测评。', 'An expired assessment counts as none.'),
          points: [
            both(
              '测评结果有效期一年（以本行参数为准）。',
              'An assessment is valid for a year (the bank’s parameter decides).',
            ),
            both(
              '不得提示、诱导或代填测评。',
              'No hints, no leading, no filling in for the customer.',
            ),
            both(
              '65 岁以上走专门流程，给出考虑时间。',
              'Customers over 65 have a procedure of their own, with time to think.',
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
      'c3-highest',
      both(
        '测评为 C3 的客户，最高可以介绍哪一级产品？',
        'What is the highest grade for a customer of C3?',
      ),
      [both('R3', 'R3'), both('R4', 'R4'), both('R5', 'R5'), both('R2', 'R2')],
      both('C3 配到 R3。', 'C3 matches up to R3.'),
    ),
    question(
      'two-ratings',
      both(
        '发行方评 R2，本行评 R3，按哪个？',
        'The issuer says R2, the bank says R3. Which counts?',
      ),
      [
        both('R3，取较高者', 'R3, the higher one'),
        both('R2，发行方更了解产品', 'R2, the issuer knows the product'),
        both('由客户选择', 'the customer chooses'),
      ],
      both('两个评级不同时取较高者。', 'Where two grades differ, the higher one counts.'),
    ),
    question(
      'expired',
      both(
        '客户的测评上月到期，能介绍理财产品吗？',
        'The assessment expired last month. May you offer wealth products?',
      ),
      [
        both('不能，先请客户本人重新测评', 'no: the customer repeats the assessment first'),
        both('能，结果没有变化', 'yes, the result has not changed'),
        both('能，只要金额不大', 'yes, if the sum is small'),
        both('能，客户签字即可', 'yes, with a signature'),
      ],
      both('过期即视为没有测评。', 'An expired assessment counts as none.'),
    ),
    question(
      'hints',
      both('客户问“选哪个才能买？”您应当：', 'A customer asks which answer lets him buy. You:'),
      [
        both(
          '请客户按自己的情况作答，不作提示',
          'ask him to answer by his own situation, without hints',
        ),
        both('告诉他选哪一项', 'tell him which to choose'),
        both('替他填写', 'fill it in for him'),
      ],
      both('不得影响测评结果。', 'The assessment must not be influenced.'),
    ),
    question(
      'off-shelf',
      both(
        '客户想要一款货架上没有的产品，朋友说收益更好。您应当：',
        'A customer wants a product that is not on the shelf. You:',
      ),
      [
        both(
          '说明本行没有这款产品，不介绍、不代办',
          'say that the bank does not have it, and neither introduce nor arrange it',
        ),
        both('私下帮忙联系', 'arrange it privately'),
        both('登记成相近的产品', 'record it as a similar product'),
      ],
      both(
        '未上架的产品不能登记，也不能介绍。',
        'What is not on the shelf can be neither recorded nor introduced.',
      ),
    ),
    question(
      'c1',
      both('C1 客户可以买：', 'A customer of C1 may buy:'),
      [
        both('只有 R1', 'R1 only'),
        both('R1 和 R2', 'R1 and R2'),
        both('所有低风险产品', 'anything called low-risk'),
      ],
      both('C1 只配 R1。', 'C1 matches R1 only.'),
    ),
  ],
  quiz: { questions: 5, passBp: 8000, triesADay: 3 },
}
