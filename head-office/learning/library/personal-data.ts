import type { Course } from '#domain/learning/course.ts'
import { picture } from './pictures.ts'
import { both, question } from './words.ts'

/** 客户信息: who may see what, and why a reason is asked for. */
export const personalData: Course = {
  code: 'personal-data',
  title: both('客户信息：看什么，为什么看', 'Customer data: what you see, and why'),
  summary: both(
    '掩码、查看理由、只看工作需要的内容。',
    'Masks, reasons for a look, and nothing beyond what the work needs.',
  ),
  roles: ['customer_manager', 'lobby_manager', 'teller', 'operations_supervisor', 'branch_head'],
  mandatory: true,
  validMonths: 12,
  units: [
    {
      id: 'need-to-know',
      title: both('只看工作需要的', 'Only what the work needs'),
      minutes: 3,
      cards: [
        {
          heading: both(
            '能看到不等于可以看：没有业务需要，就不查。',
            'Being able to look is no reason to look: without business, there is no search.',
          ),
          points: [
            both(
              '账户、余额、交易属于敏感信息，查询留痕，审计人员可见。',
              'Accounts, balances and transactions are sensitive; looks leave a trace that auditors read.',
            ),
            both(
              '亲友、同事、名人也一样：不是自己的业务就不查。',
              'That holds for friends, colleagues and well-known people as well.',
            ),
            both(
              '查询理由要属实；不真实的理由本身就是违规。',
              'A reason must be true; an untrue one is a breach by itself.',
            ),
          ],
          figure: null,
        },
      ],
      practice: null,
    },
    {
      id: 'masks',
      title: both('掩码与查看', 'Masks and looks'),
      minutes: 2,
      cards: [
        {
          heading: both(
            '一次看一个字段，30 秒后自动恢复掩码。',
            'One field at a time, masked again after 30 seconds.',
          ),
          points: [
            both(
              '每小时最多 30 次，每天最多 200 次（以参数为准）。',
              'At most 30 an hour and 200 a day (the parameter decides).',
            ),
            both(
              '从任务或拨号进入的，理由自动填写。',
              'From a task or by dialling, the reason fills itself in.',
            ),
          ],
          figure: {
            caption: both('不同岗位看到的内容', 'What each post sees'),
            columns: [both('手机', 'Phone'), both('证件', 'ID'), both('余额', 'Balance')],
            rows: [
              {
                label: both('自己的客户', 'Own customer'),
                cells: [
                  both('说明理由后查看', 'with a reason'),
                  both('说明理由后查看', 'with a reason'),
                  both('可见', 'shown'),
                ],
              },
              {
                label: both('他人的客户', 'Others’ customer'),
                cells: [
                  both('申请', 'on request'),
                  both('申请', 'on request'),
                  both('只见等级', 'tier only'),
                ],
              },
              {
                label: both('柜员', 'Teller'),
                cells: [
                  both('后四位', 'last four'),
                  both('后四位', 'last four'),
                  both('不可见', 'hidden'),
                ],
              },
            ],
          },
          picture: picture(
            'reason-for-a-look.png',
            both(
              '点手机号旁的眼睛，先选为什么要看：电话联系、核对身份、柜面办理业务、寄送资料、处理投诉。',
              'The eye beside a phone number asks why: to call, to check identity, for business at the counter, to send papers, for a complaint.',
            ),
          ),
        },
      ],
      practice: null,
    },
  ],
  bank: [
    question(
      'friend',
      both('朋友请您查一下他妻子的余额，您应当：', 'A friend asks for his wife’s balance. You:'),
      [
        both('拒绝：没有业务需要，也没有本人同意', 'refuse: no business, and no consent of hers'),
        both('只告诉大概数字', 'tell him a rough figure'),
        both('用别的理由查', 'look with another reason'),
      ],
      both(
        '账户信息只因业务需要查询，理由必须属实。',
        'Accounts are looked at for business alone, with a true reason.',
      ),
    ),
    question(
      'reveal-time',
      both('查看手机号后会怎样？', 'What happens after a phone number was shown?'),
      [
        both(
          '30 秒后自动恢复掩码，并留下记录',
          'it is masked again after 30 seconds, and a record stays',
        ),
        both('一直显示到退出', 'it stays until you log out'),
        both('没有记录', 'there is no record'),
      ],
      both('查看限时、逐个字段，并记录。', 'Looks are short, one field each, and recorded.'),
    ),
    question(
      'reason',
      both('系统要求填写查看理由，您应当：', 'The system asks why you look. You:'),
      [
        both('填写真实的业务理由', 'give the true business reason'),
        both('随便选一个', 'choose any'),
        both('借用同事的登录', 'use a colleague’s login'),
      ],
      both('不真实的理由本身就是违规。', 'An untrue reason is a breach by itself.'),
    ),
    question(
      'photo',
      both(
        '客户要您把他的资料拍照发到微信，您应当：',
        'A customer wants a photo of his data by chat. You:',
      ),
      [
        both(
          '不拍照外发，请本人在柜面或掌银查看',
          'take no photo; he can see it at the counter or in the app',
        ),
        both('拍照但遮住一部分', 'take one with a part covered'),
        both('发完就删除', 'send it and delete it'),
      ],
      both('客户资料不离开系统。', 'Customer data does not leave the system.'),
    ),
    question(
      'screen',
      both('暂时离开座位，您应当：', 'You leave your seat for a moment. You:'),
      [
        both('锁定屏幕', 'lock the screen'),
        both('关掉显示器', 'switch the display off'),
        both('请旁边同事看着', 'ask a neighbour to watch'),
      ],
      both(
        '锁定后页面不再显示客户资料，解锁回到原处。',
        'A locked screen shows nothing; unlocking brings you back.',
      ),
    ),
  ],
  quiz: { questions: 5, passBp: 8000, triesADay: 3 },
}
