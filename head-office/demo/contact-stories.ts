import type { ContactChannel, ContactOutcome } from '#domain/customers/contact.ts'
import type { TaskKind } from '#domain/workbench/task.ts'

/** What a story is about, which decides for whom it may be told. */
export type Topic =
  | 'maturity'
  | 'purchase'
  | 'movement'
  | 'birthday'
  | 'savings'
  | 'advice'
  | 'owned'
  | 'farm'
  | 'shop'
  | 'away'
  | 'elder'
  | 'child'
  | 'loan'
  | 'records'
  | 'service'

/** One contact of a story. */
export interface Step {
  outcome: ContactOutcome
  channels: readonly ContactChannel[]
  text: string
}

/** Contacts that follow each other. `task` is the kind of task they close, if one. */
export interface Story {
  topic: Topic
  task: TaskKind | null
  steps: readonly Step[]
}

type Line = readonly [outcome: ContactOutcome, channels: string, text: string]

const channelOf: Readonly<Record<string, ContactChannel>> = {
  v: 'visit',
  p: 'phone',
  w: 'wechat',
  s: 'sms',
  f: 'field',
  a: 'app',
}

const story = (topic: Topic, task: TaskKind | null, ...lines: Line[]): Story => ({
  topic,
  task,
  steps: lines.map(([outcome, channels, text]) => ({
    outcome,
    channels: [...channels].map((letter) => channelOf[letter] ?? 'phone'),
    text,
  })),
})

/**
 * How conversations go. `{product}`, `{amount}` stand for what the customer owns and the story is
 * about. Nothing in them makes fun of anybody, names the customer, or says what the records would
 * not: who "bought" something did.
 */
export const stories: readonly Story[] = [
  story(
    'maturity',
    'maturity',
    ['interested', 'pw', '提醒{product} {amount} 万元将到期，愿意续存，想先问清利率。'],
    ['done', 'v', '到网点办理转存，仍存{product}，已交代到期日。'],
  ),
  story(
    'maturity',
    'maturity',
    ['again', 'p', '告知{product}快到期。正在上班，约晚上再说。'],
    ['interested', 'p', '回电：暂没有别的安排，倾向继续存。'],
    ['done', 'va', '{product}到期转存完成，短信提醒已收到。'],
  ),
  story(
    'maturity',
    'maturity',
    ['no_answer', 'p', '{product}到期提醒，电话无人接听，已发服务短信。'],
    ['done', 'p', '回电：看到短信后已自行转存，谢谢提醒。'],
  ),
  story('maturity', 'maturity', ['done', 'pa', '提醒到期，客户自行在手机银行完成转存，确认无误。']),
  story('maturity', 'maturity', ['done', 'v', '来网点办理{product}到期转存，顺便核对了联系电话。']),
  story(
    'purchase',
    null,
    ['interested', 'vw', '询问{product}的起点和期限，周末与家人商量。'],
    ['done', 'v', '购买{product} {amount} 万元，已说明风险，客户表示了解。'],
  ),
  story(
    'purchase',
    null,
    ['interested', 'p', '对{product}有兴趣，发去说明书，约好见面细谈。'],
    ['again', 'p', '家人还在外地，回来后再定。'],
    ['done', 'va', '办理{product}，金额 {amount} 万元，完成回访录音确认。'],
  ),
  story('purchase', null, [
    'done',
    'v',
    '来网点购买{product} {amount} 万元，讲解了到账时间和赎回规则。',
  ]),
  story(
    'savings',
    null,
    ['interested', 'pw', '介绍三个月定期和通知存款的区别，愿意考虑。'],
    ['not_interested', 'p', '考虑后决定先放活期，用钱方便。'],
  ),
  story('savings', null, ['not_interested', 'p', '活期留作周转，近期要用，暂不转定期。']),
  story('savings', null, [
    'interested',
    'v',
    '考虑把他行存款转入，关注大额存单额度，请有额度时通知。',
  ]),
  story('savings', null, ['again', 'pw', '问三年期定期利率，说和家里商量一下再回话。']),
  story('savings', null, ['done', 'v', '讲解存款保险和提前支取规则，客户清楚。']),
  story('advice', null, ['not_interested', 'p', '只做定期存款，不看理财，尊重客户意愿。']),
  story('advice', null, ['interested', 'w', '想了解稳健理财和定期的不同，发去图文说明。']),
  story('advice', null, ['again', 'p', '对理财不太了解，约到网点当面看产品说明。']),
  story('owned', null, ['done', 'pw', '售后回访：收益与预期相符，对到账时间无疑问。']),
  story('owned', null, ['interested', 'w', '看了持仓，问近期净值波动原因，发去产品月报。']),
  story('owned', null, ['done', 'va', '一起核对持仓和到期日，设好到期短信提醒。']),
  story('owned', null, ['not_interested', 'p', '现有产品先不动，年内不打算加。']),
  story(
    'farm',
    null,
    ['again', 'p', '正在地里忙，说忙完这阵再来。'],
    ['done', 'v', '到网点打印流水，问了惠农贷款的条件。'],
  ),
  story('farm', null, [
    'interested',
    'f',
    '到村里走访，谈到收成后的资金安排，对三年期定期感兴趣。',
  ]),
  story('farm', null, ['done', 'f', '上门走访，帮助开通手机银行收款提醒，讲解防骗要点。']),
  story('farm', null, ['interested', 'fp', '货款集中到账，想做短期灵活的产品，留了资料。']),
  story('farm', null, ['done', 'f', '村级服务点走访，教会查询补贴到账。']),
  story(
    'shop',
    null,
    ['interested', 'f', '到店走访，收款码流水较好，咨询周转贷款额度。'],
    ['again', 'p', '备货忙，约下周再谈。'],
  ),
  story('shop', null, ['done', 'f', '更换店内收款码牌，教会查看每日到账明细。']),
  story('shop', null, ['interested', 'v', '结算资金每天到账，想设自动转入日日理财。']),
  story('shop', null, ['not_interested', 'p', '近期整修店面，资金都要用，暂不考虑。']),
  story(
    'away',
    null,
    ['again', 'p', '在外地务工，说定了回来的日子再联系。'],
    ['interested', 'v', '趁回乡到网点，想把工钱存起来，比较两年期和三年期。'],
  ),
  story('away', null, ['interested', 'w', '微信联系：每月给家里转账，介绍手机银行免手续费。']),
  story('away', null, ['again', 'pw', '工地上噪音大听不清，改发微信约周日联系。']),
  story('away', null, ['done', 'w', '帮助在外地用手机银行更新了证件照片。']),
  story('elder', null, ['done', 'v', '来网点取养老金，协助在大堂完成，提醒勿轻信陌生电话。']),
  story('elder', null, ['done', 'f', '出行不便，上门协助办理社保卡密码重置，家属在场。']),
  story('elder', null, [
    'not_interested',
    'p',
    '与老人通话，只存定期，子女帮忙打理，不再介绍其他产品。',
  ]),
  story('elder', null, ['interested', 'v', '问储蓄国债发行时间，记下电话，发行前通知。']),
  story('child', null, ['interested', 'vw', '想给孩子攒教育金，介绍零存整取和年金保险的不同。']),
  story('child', null, ['done', 'v', '带孩子来咨询代开账户，讲清监护人需带的材料。']),
  story('loan', null, ['done', 'p', '提醒扣款日保持余额充足，客户已存入。']),
  story(
    'loan',
    null,
    ['again', 'p', '咨询提前还款，约好到网点试算利息。'],
    ['done', 'v', '完成提前还款试算，客户决定暂按原计划还。'],
  ),
  story('records', null, ['done', 'v', '到网点核对登记资料，联系方式无变化。']),
  story('records', null, ['again', 'p', '请客户下次来网点带证件原件，补充登记信息。']),
  story('birthday', 'birthday', ['done', 'pw', '生日问候，客户很高兴，顺便问了账户短信提醒。']),
  story('birthday', 'birthday', ['done', 'sw', '发送生日祝福，客户回复感谢。']),
  story('birthday', 'birthday', ['done', 'p', '生日当天通话，聊了近况，没有业务需求。']),
  story('service', 'contact_overdue', [
    'done',
    'p',
    '例行联系，近期无特别需求，手机银行使用正常。',
  ]),
  story(
    'service',
    'contact_overdue',
    ['no_answer', 'p', '响铃未接，晚些时候再拨。'],
    ['done', 'p', '回访接通，近期家里事多，资金暂不动。'],
  ),
  story('service', null, ['done', 'v', '开通手机银行并讲解转账限额，现场转账一笔成功。']),
  story('service', null, ['done', 'sw', '发送网点营业时间调整通知，客户回复收到。']),
  story('service', null, ['no_answer', 'p', '例行联系电话未接，已发短信。']),
  story('service', null, ['again', 'p', '正在开会，请改天上午来电。']),
  story('service', null, ['not_interested', 'p', '资金已安排他用，近期不考虑新产品。']),
  story('service', null, ['done', 'va', '反映短信提醒未收到，查明为设置问题，已处理。']),
  story('service', null, ['done', 'p', '问网银盾到期怎么换，告知所需材料和网点时间。']),
  story('movement', 'outflow', ['done', 'p', '回访近期转出：家里用钱，客户自己操作，情况正常。']),
  story('movement', 'inflow', [
    'interested',
    'p',
    '回访近期转入：先放活期，约下周到网点商量怎么存。',
  ]),
]

/** Said once, by those who want no calls; registered, and nobody calls again. */
export const refusal: Step = {
  outcome: 'refused',
  channels: ['phone'],
  text: '表示不希望接到营销电话，已登记。',
}
