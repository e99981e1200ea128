import type { ConsentChannel, ConsentPurpose, ConsentWay } from '#domain/customers/consent.ts'
import type {
  ActionGate,
  NeedKind,
  NeedMeans,
  NeedState,
  RefusalReason,
  RefusalVoice,
  UnmetReason,
} from '#domain/next-action/words.ts'

/** Words of the closed lists of next actions, refusals, needs and consents. */
export const nextActionWords = {
  /** What is proposed beside the reasons of the work list. */
  action: {
    anti_fraud: '反诈核实',
    need: '客户需要',
    leakage: '外流争取',
    product_gap: '未持有产品',
  },
  refusalVoice: {
    customer: '客户拒绝',
    manager: '不合适',
  } satisfies Record<RefusalVoice, string>,
  refusalReason: {
    no_need: '不需要',
    elsewhere: '已在他行办理',
    yield: '收益不满意',
    distrust: '不信任',
    timing: '时机不对',
    other: '其他',
  } satisfies Record<RefusalReason, string>,
  consentPurpose: {
    marketing_sms: '营销短信',
    marketing_call: '营销电话',
    data_use: '信息使用',
    profiling: '画像',
  } satisfies Record<ConsentPurpose, string>,
  consentChannel: {
    counter: '网点',
    visit: '上门',
    phone: '电话',
    mobile: '掌银',
    online: '网银',
  } satisfies Record<ConsentChannel, string>,
  consentWay: {
    signed: '书面签署',
    confirmed: '电子确认',
    recorded: '录音确认',
    guardian: '监护人签署',
  } satisfies Record<ConsentWay, string>,
  needKind: {
    saving: '存款收益',
    education: '子女教育',
    retirement: '养老',
    housing: '购房',
    business: '经营周转',
    insurance: '保险保障',
    transfers: '转账方便',
    service: '服务改善',
    other: '其他',
  } satisfies Record<NeedKind, string>,
  needState: {
    open: '待满足',
    met: '已满足',
    unmet: '未满足',
    withdrawn: '客户撤回',
  } satisfies Record<NeedState, string>,
  needMeans: {
    product: '产品',
    service: '服务',
    contact: '沟通',
  } satisfies Record<NeedMeans, string>,
  unmetReason: {
    no_product: '无合适产品',
    not_eligible: '条件不符',
    terms: '收益或价格',
    elsewhere: '已在他行办理',
    other: '其他',
  } satisfies Record<UnmetReason, string>,
  actionGate: {
    deceased: '已故',
    frozen: '账户冻结',
    doNotContact: '请勿营销',
    minor: '未成年',
    elderOutflow: '老年客户异常转出',
    openComplaint: '服务诉求未解决',
    noConsent: '无营销授权',
    contactCap: '接触已达上限',
    suitability: '适当性',
    refused: '已拒绝',
  } satisfies Record<ActionGate, string>,
}
