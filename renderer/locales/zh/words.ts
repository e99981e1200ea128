import type { ReferralReason } from '#domain/counter/reasons.ts'
import type { ReferralFailure, ReferralRoute, ReferralState } from '#domain/counter/referral.ts'
import type { VisitAct, VisitState } from '#domain/counter/visit.ts'
import type { ContactChannel, ContactOutcome } from '#domain/customers/contact.ts'
import type { CorrectableField } from '#domain/customers/correction.ts'
import type { ChurnBand, ChurnReason } from '#domain/customers/churn.ts'
import type { CustomerType } from '#domain/customers/customer-types.ts'
import type { TypeVerdict } from '#domain/customers/type-verdict.ts'
import type { Tier } from '#domain/customers/records.ts'
import type { CardState } from '#domain/key-transactions/states.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { AssetClass } from '#domain/products/records.ts'
import type { TaskKind, TaskEnding } from '#domain/workbench/task.ts'
import { nextActionWords } from './words-next-action.ts'

/** Words of the domain's closed lists, used by every area. */
export const words = {
  ...nextActionWords,
  tier: {
    standard: '普通',
    potential: '潜力',
    gold: '金卡',
    platinum: '白金',
    diamond: '钻石',
    private: '私行',
  } satisfies Record<Tier, string>,
  asset: {
    deposit: '存款',
    wealth: '理财',
    fund: '基金',
    insurance: '保险',
    bond: '国债',
    metal: '贵金属',
    trust: '信托',
    other: '其他',
  } satisfies Record<AssetClass, string>,
  role: {
    teller: '柜员',
    lobby_manager: '大堂经理',
    customer_manager: '客户经理',
    operations_supervisor: '运营主管',
    branch_head: '网点主任',
    line_manager: '条线管理岗',
    risk_officer: '风险岗',
    system_admin: '系统管理员',
    security_admin: '安全管理员',
    audit_admin: '审计管理员',
  } satisfies Record<Role, string>,
  cardState: {
    new: '新',
    read: '已阅',
    contacted: '已联系',
    done: '已处置',
    false_alarm: '误报',
    closed: '已关闭',
  } satisfies Record<CardState, string>,
  channel: {
    visit: '到店',
    phone: '电话',
    sms: '短信',
    wechat: '微信',
    field: '上门外拓',
    app: '掌银消息',
  } satisfies Record<ContactChannel, string>,
  outcome: {
    interested: '有意向',
    again: '再联系',
    done: '已办理',
    not_interested: '无意向',
    refused: '拒绝',
    no_answer: '未接通',
  } satisfies Record<ContactOutcome, string>,
  churnReason: {
    drop: 'AUM 下降',
    outflow: '资金外流',
    payroll: '代发中断',
    maturity: '到期未联系',
    overdue: '两个周期未联系',
    activity: '交易减少',
    complaint: '投诉未结',
    lost: '产品流失',
  } satisfies Record<ChurnReason, string>,
  churnBand: {
    calm: '平稳',
    yellow: '黄色',
    orange: '橙色',
    red: '红色',
  } satisfies Record<ChurnBand, string>,
  customerType: {
    payroll: '代发客户',
    merchant: '商户',
    farmer: '农户',
    elder: '老年客户',
    new_citizen: '新市民',
    parent: '家长',
    migrant: '务工人员',
  } satisfies Record<CustomerType, string>,
  typeVerdict: { confirmed: '确认', denied: '否认', withdrawn: '撤回' } satisfies Record<
    TypeVerdict,
    string
  >,
  taskKind: {
    maturity: '到期承接',
    payment_due: '还款提醒',
    birthday: '生日关怀',
    inflow: '资金流入',
    outflow: '资金流出',
    tier_cliff: '临界提升',
    id_expiry: '证件到期',
    risk_expiry: '风评到期',
    after_sale: '售后回访',
    idle_cash: '活期闲置',
    churn: '流失预警',
    tier_change: '等级变动',
    contact_overdue: '久未联系',
    data_quality: '资料待补',
    follow_up: '约定跟进',
    referral: '柜面转介',
  } satisfies Record<TaskKind, string>,
  referralReason: {
    maturity: '产品到期',
    idle_cash: '活期资金',
    risk_test: '风险测评',
    wish: '客户要求',
  } satisfies Record<ReferralReason, string>,
  referralState: {
    referred: '待承接',
    returned: '已退回，待主任安排',
    accepted: '已接收',
    contacted: '已联系',
    succeeded: '成功',
    failed: '未成',
  } satisfies Record<ReferralState, string>,
  referralFailure: {
    not_interested: '客户无意向',
    not_reached: '未联系上',
    unsuitable: '产品不适合',
    no_need: '无需跟进',
    not_mine: '不由我负责',
  } satisfies Record<ReferralFailure, string>,
  referralRoute: {
    primary: '主管户',
    acting: '代管',
    co: '协管户',
    head: '网点主任',
  } satisfies Record<ReferralRoute, string>,
  visitAct: {
    referred: '转介',
    corrected: '资料已更新',
    phone_confirmed: '已核对手机号',
    inconvenient: '客户不便',
  } satisfies Record<VisitAct, string>,
  visitCutOff: {
    locked: '锁屏时中断',
    logged_out: '退出登录时中断',
    login_ended: '登录失效时中断',
    closed: '关闭程序时中断',
    crashed: '程序故障时中断',
    ran_out: '超时自动结束',
  },
  visitState: {
    waiting: '等候中',
    open: '办理中',
    left: '已离开',
    ended: '正常办理',
  } satisfies Record<VisitState, string>,
  taskOutcome: {
    done: '已完成',
    no_need: '无需处理',
    not_reached: '未联系上',
    customer_refused: '客户拒绝',
    not_suitable: '不合适',
  } satisfies Record<TaskEnding, string>,
  field: {
    name: '姓名',
    sex: '性别',
    nationality: '国籍',
    occupation: '职业',
    address: '住址',
    mobile: '手机号',
    id_type: '证件类型',
    id_no: '证件号码',
    id_expiry: '证件有效期',
    email: '电子邮箱',
    employer: '工作单位',
    industry: '行业',
  } satisfies Record<CorrectableField, string>,
}
