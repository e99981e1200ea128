import type { Course } from '#domain/learning/course.ts'
import { picture } from './pictures.ts'
import { both, question } from './words.ts'

/** 断网: what goes on and what waits. */
export const offline: Course = {
  code: 'offline',
  title: both('断网照常工作', 'Working without the line'),
  summary: both(
    '断网时能做什么，登记在哪里等，退回了怎么办。',
    'What works without the line, where things wait, and what to do when one comes back.',
  ),
  roles: ['customer_manager', 'lobby_manager', 'teller', 'operations_supervisor', 'branch_head'],
  mandatory: false,
  validMonths: null,
  units: [
    {
      id: 'goes-on',
      title: both('照常登记', 'Go on recording'),
      minutes: 2,
      cards: [
        {
          heading: both(
            '断网时登记照样保存；联网后自动上传。',
            'Without the line everything is saved; with it everything goes up by itself.',
          ),
          points: [
            both('状态栏写着还有几项待上传。', 'The status bar says how many things wait.'),
            both(
              '第一次在一台电脑登录须联网；以后 7 天内可以离线登录。',
              'The first login at a PC needs the line; then seven days without it are possible.',
            ),
            both(
              '离线使用在记录上传并校验后计入有效使用。',
              'Offline use counts once its records were uploaded and checked.',
            ),
          ],
          figure: null,
        },
      ],
      practice: null,
    },
    {
      id: 'rejected',
      title: both('被退回的登记', 'What comes back'),
      minutes: 2,
      cards: [
        {
          heading: both(
            '同步中心写明哪条规则、谁、什么时候，并给出改法。',
            'The sync page names rule, person and time, and offers a repair.',
          ),
          points: [
            both(
              '三天没有处理的，网点主任会看到。',
              'What lies for three days is shown to the branch head.',
            ),
            both('还没有发出的登记可以撤回。', 'What was never sent can be withdrawn.'),
          ],
          figure: null,
          picture: picture(
            'rejected-submission.png',
            both(
              '同步中心被退回的一项：逐项选我登记的或总行现值，再重新提交、打开客户或作废。',
              'A rejected record on the sync page: choose the own value or head office’s for each field, then submit again, open the customer or drop it.',
            ),
          ),
        },
      ],
      practice: null,
    },
  ],
  bank: [
    question(
      'saved',
      both('断网时登记的联系在哪里？', 'Where is a contact recorded without the line?'),
      [
        both('存在本机，联网后自动上传', 'on this PC, and it goes up by itself'),
        both('丢失了，要重新登记', 'lost: record it again'),
        both('要自己导出再上传', 'to be exported by hand'),
      ],
      both('登记先安全保存，再上传。', 'It is saved first and sent later.'),
    ),
    question(
      'first-login',
      both('第一次在新电脑登录：', 'The first login at a new PC:'),
      [
        both('必须联网', 'needs the line'),
        both('可以离线', 'works without it'),
        both('借同事的账号', 'uses a colleague’s account'),
      ],
      both('第一次登录须联网。', 'The first login needs the line.'),
    ),
    question(
      'refused',
      both('一条登记被退回，您应当：', 'A record came back. You:'),
      [
        both(
          '到同步中心看原因，按提示修改或关闭',
          'read why on the sync page, and repair or close it',
        ),
        both('再登记一遍', 'record it once more'),
        both('不用管', 'leave it'),
      ],
      both('退回的原因和改法都写在同步中心。', 'Reason and repair stand on the sync page.'),
    ),
    question(
      'counts',
      both('离线登录算有效使用吗？', 'Does an offline login count?'),
      [
        both('算，记录上传并校验后计入', 'yes, once its records were uploaded and checked'),
        both('不算', 'no'),
        both('只算一半', 'half'),
      ],
      both('离线与联网一样计入，只是晚一些。', 'It counts like any other, only later.'),
    ),
  ],
  quiz: { questions: 4, passBp: 7500, triesADay: 5 },
}
