/**
 * What money was spent on, in order of screens. `other` is everything without a category of its own:
 * what nothing tells, what is too little to be told apart, and what nobody is to be told of.
 */
export const consumptionCategories = [
  'daily',
  'dining',
  'home',
  'telecom',
  'household',
  'clothing',
  'transport',
  'education',
  'leisure',
  'other',
] as const
/** A category of the closed list {@link consumptionCategories}. */
export type ConsumptionCategory = (typeof consumptionCategories)[number]

/** Version of the rules that give categories and places. */
export const consumptionRuleVersion = 'consumption-1'

/**
 * What is never a category: health, belief, politics, sexuality, law, gambling, death. A payment that
 * one of these words or a purpose of {@link sensitivePurposes} tells goes to `other`, before all else.
 */
const sensitiveWords = new RegExp(
  [
    '医院|诊所|药房|药店|药行|大药|卫生院|卫生室|卫生服务|社区医|医疗|门诊|口腔|牙科|体检|心理|康复|疗养|妇产|妇科|男科|生殖|月子|助孕|养老院',
    '寺|庙|教堂|清真|道观|佛堂|佛教|禅|基督|天主|伊斯兰|香火|功德',
    '党费|党委|党支部|工会|民主党派|政协|商会|协会',
    '成人用品|情趣|夜总会|会所|酒吧|按摩|足浴|足疗|洗浴|桑拿',
    '彩票|福彩|体彩|棋牌|博彩|麻将',
    '殡|墓|陵园|寿衣|丧',
    '法院|律师|公证|看守所|监狱|派出所|罚款|交警|典当|催收',
  ].join('|'),
  'u',
)

/** Purposes that a source states and that are no category either. */
const sensitivePurposes: readonly string[] = ['medical']

/** Words in a shop's name that tell a category; the first that fits counts. */
const tellingWords: readonly (readonly [ConsumptionCategory, RegExp])[] = [
  ['telecom', /话费|宽带|有线电视|电信|移动通信|联通|流量充值|邮政|快递/u],
  ['home', /供水|自来水|燃气|供电|电费|电力|供暖|热力|物业|房租|公寓/u],
  [
    'transport',
    /加油|石油|石化|充电站|停车|高速|铁路|火车|客运|公交|地铁|航空|机场|打车|出租|订票/u,
  ],
  ['education', /培训|学校|幼儿园|教育|学费|书店|书城|文具|体适能|托管|驾校|琴行/u],
  ['leisure', /影城|影院|电影|旅行|旅游|国旅|景区|酒店|宾馆|民宿|健身|游泳|球馆|游乐|戏院/u],
  [
    'dining',
    /饭|餐|面馆|茶楼|早点|鱼庄|砂锅|小碗菜|粉面|小吃|火锅|烧烤|酒楼|食堂|奶茶|咖啡|外卖|甜品|烘焙/u,
  ],
  ['clothing', /衣|服饰|服装|鞋|裤|帽|针织|女装|男装|童装/u],
  ['household', /家电|家居|家具|建材|五金|灯饰|手机|数码|电脑|床品/u],
  [
    'daily',
    /超市|百货|便利|粮油|果|菜|农贸|市场|商场|商店|商行|母婴|生鲜|日化|杂货|商城|卖场|生活/u,
  ],
]

/** What a purpose tells where no word in the name does. */
const purposeCategory: Readonly<Partial<Record<string, ConsumptionCategory>>> = {
  shopping: 'daily',
  dining: 'dining',
  education: 'education',
  utilities: 'home',
}

/** The category of a payment, from the other side's name (as `plainName` gives it) and its purpose. */
export function categoryOf(name: string | null, purpose: string | null): ConsumptionCategory {
  if (purpose !== null && sensitivePurposes.includes(purpose)) return 'other'
  if (name !== null) {
    if (sensitiveWords.test(name)) return 'other'
    for (const [category, words] of tellingWords) if (words.test(name)) return category
  }
  return (purpose === null ? undefined : purposeCategory[purpose]) ?? 'other'
}
