import type { ContactChannel, ContactOutcome } from '#domain/customers/contact.ts'
import type { TaskKind } from '#domain/workbench/task.ts'

/** What a story is about, which decides for whom it may be told. */
export type Topic =
  | 'maturity'
  | 'savings'
  | 'wealth'
  | 'harvest'
  | 'shop'
  | 'away'
  | 'elder'
  | 'child'
  | 'loan'
  | 'records'
  | 'greeting'
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
 * How conversations go. `{product}`, `{amount}` and `{day}` stand for what the customer owns that
 * ends; nothing in them makes fun of anybody, and the customer's name never appears.
 */
export const stories: readonly Story[] = [
  story(
    'maturity',
    'maturity',
    ['interested', 'pw', '提醒 {product} {amount} 将到期，愿意续存，想先了解一年期和三年期利率。'],
    ['done', 'v', '到网点办理转存，选择一年期，自动续存已勾选。'],
  ),
  story(
    'maturity',
    'maturity',
    ['again', 'p', '告知 {product} 快到期。正在上班，约晚上再说。'],
    ['interested', 'p', '回电：想留一部分活期备用，其余比较半年期稳健理财。'],
    ['done', 'v', '到期资金转存五万，余下购买稳健理财，已做风险揭示和录音录像。'],
  ),
  story(
    'maturity',
    'maturity',
    ['no_answer', 'p', '到期提醒，电话无人接听，已发服务短信。'],
    ['not_interested', 'p', '到期资金要付新房首付，暂不续存，谢谢提醒。'],
  ),
  story('maturity', 'maturity', ['done', 'pa', '提醒到期，客户自行在手机银行完成转存，确认无误。']),
  story(
    'savings',
    'idle_cash',
    ['interested', 'pw', '活期余额较多，介绍三个月定期和通知存款的区别，愿意考虑。'],
    ['done', 'va', '转存三个月定期，保留两万活期备用。'],
  ),
  story('savings', 'idle_cash', ['not_interested', 'p', '活期留作周转，近期要进货，暂不转定期。']),
  story('savings', null, [
    'interested',
    'v',
    '考虑把他行到期存款转入，关注大额存单额度，请有额度时通知。',
  ]),
  story(
    'wealth',
    null,
    ['interested', 'vw', '询问稳健型理财的起点和期限，周末与家人商量。'],
    ['again', 'p', '家人还在外地，月底回来后再定。'],
    ['done', 'v', '购买九十天理财，说明非保本浮动收益，客户表示了解。'],
  ),
  story('wealth', null, ['not_interested', 'p', '只做定期存款，不看理财，尊重客户意愿。']),
  story('wealth', null, ['interested', 'w', '看了基金持仓，问近期波动原因，发去产品月报。']),
  story('wealth', null, ['done', 'pw', '售后回访：收益与预期相符，对到账时间无疑问。']),
  story('wealth', 'risk_expiry', ['done', 'va', '风险测评到期，重新完成测评，等级未变。']),
  story(
    'harvest',
    null,
    ['again', 'p', '正在田里忙，说收完稻谷卖了粮再来。'],
    ['done', 'v', '卖粮款到账，留足农资钱，其余转存一年期。'],
  ),
  story('harvest', null, [
    'interested',
    'f',
    '到村里走访，谈到秋收后资金安排，对三年期定期感兴趣。',
  ]),
  story('harvest', null, ['done', 'f', '上门走访，帮助开通手机银行收款提醒，讲解防骗要点。']),
  story('harvest', null, ['interested', 'fp', '茶季、鱼季回款集中，想做短期灵活的产品。']),
  story(
    'shop',
    null,
    ['interested', 'f', '到店走访，收款码流水较好，咨询周转贷款额度。'],
    ['again', 'p', '年前备货忙，约节后再谈。'],
  ),
  story('shop', null, ['done', 'f', '更换店内收款码牌，教会查看每日到账明细。']),
  story('shop', null, ['interested', 'v', '结算资金每天到账，想设自动转入日日理财。']),
  story('shop', null, ['not_interested', 'p', '近期装修店面，资金都要用，暂不考虑。']),
  story(
    'away',
    null,
    ['again', 'p', '在外地务工，腊月二十左右回来，约回乡后见面。'],
    ['interested', 'v', '返乡到网点，想把今年工钱存起来，比较两年期和三年期。'],
    ['done', 'v', '存入三年期定期，留两万过年用。'],
  ),
  story('away', null, ['interested', 'w', '微信联系：每月给家里转账，介绍手机银行免手续费。']),
  story('away', null, ['again', 'pw', '工地上噪音大听不清，改发微信约周日联系。']),
  story('elder', null, ['done', 'v', '来网点取养老金，协助在大堂完成，提醒勿轻信陌生电话。']),
  story('elder', null, ['done', 'f', '行动不便，上门协助办理社保卡密码重置，家属在场。']),
  story('elder', null, [
    'not_interested',
    'p',
    '与老人通话，只存定期，子女帮忙打理，不再介绍其他产品。',
  ]),
  story('elder', null, ['interested', 'v', '问储蓄国债发行时间，记下电话，发行前通知。']),
  story('child', null, ['interested', 'vw', '想给孩子攒教育金，介绍零存整取和年金保险的不同。']),
  story('child', null, ['done', 'v', '带孩子来存压岁钱，办理监护人代开账户的资料核对。']),
  story('loan', null, ['done', 'p', '提醒扣款日保持余额充足，客户已存入。']),
  story(
    'loan',
    null,
    ['again', 'p', '咨询提前还款，约周三到网点试算利息。'],
    ['done', 'v', '完成提前部分还款试算，客户决定暂按原计划还。'],
  ),
  story('records', 'data_quality', ['done', 'v', '到网点更新手机号和联系地址，已核对证件。']),
  story(
    'records',
    'id_expiry',
    ['again', 'p', '告知证件将到期，客户说领到新证就来。'],
    ['done', 'v', '持新身份证更新有效期，同时补充职业信息。'],
  ),
  story('records', 'data_quality', ['done', 'v', '补充工作单位和行业，原登记为其他。']),
  story('greeting', 'birthday', ['done', 'pw', '生日问候，客户很高兴，顺便问了账户短信提醒。']),
  story('greeting', null, ['done', 'sw', '发送节日问候和网点假期营业时间。']),
  story('greeting', null, ['no_answer', 'p', '节前问候电话未接，已发短信。']),
  story('service', 'contact_overdue', [
    'done',
    'p',
    '例行联系，近期无特别需求，手机银行使用正常。',
  ]),
  story('service', null, ['done', 'v', '开通手机银行并讲解转账限额，现场转账一笔成功。']),
  story(
    'service',
    'contact_overdue',
    ['no_answer', 'p', '响铃未接，晚些时候再拨。'],
    ['done', 'p', '回访接通，客户近期在照顾孙辈，资金暂不动。'],
  ),
  story('service', null, ['no_answer', 'p', '关机，改天再联系。']),
  story('service', null, ['again', 'p', '正在开会，请改天上午来电。']),
  story('service', null, ['not_interested', 'p', '资金已安排他用，年底前不考虑新产品。']),
  story('service', null, ['done', 'va', '反映短信提醒未收到，查明为号码变更，已处理。']),
  story('service', 'outflow', ['done', 'p', '回访近期转出：用于子女购房，年底回款后再存回。']),
  story('service', 'inflow', [
    'interested',
    'p',
    '回访近期转入：为拆迁补偿款，先放活期，约下周到网点商量。',
  ]),
]

/** Said once, by those who want no calls; registered, and nobody calls again. */
export const refusal: Step = {
  outcome: 'refused',
  channels: ['phone'],
  text: '表示不希望接到营销电话，已登记。',
}
