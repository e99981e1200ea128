/** What an invented customer is there for: one thing to come across and to learn from. */
export type Story =
  | 'term_ends'
  | 'wealth_ends'
  | 'birthday'
  | 'money_came'
  | 'money_left'
  | 'near_tier'
  | 'paper_expires'
  | 'test_expires'
  | 'idle_money'
  | 'bought'
  | 'silent'
  | 'gaps'
  | 'promised'
  | 'referred'
  | 'borrower'

/** An invented customer. `wan` is roughly what he or she has with the bank, 万元. */
export interface Person {
  name: string
  pinyin: string
  sex: 'F' | 'M'
  age: number
  wan: number
  occupation: string
  employer: string
  story: Story | null
  /** Name of the spouse among these people. */
  spouse?: string
}

type Line = [
  name: string,
  pinyin: string,
  sex: 'F' | 'M',
  age: number,
  wan: number,
  occupation: string,
  employer: string,
  story?: Story | null,
  spouse?: string,
]

/** Names are put together at random; firms, schools and places do not exist. */
const lines: readonly Line[] = [
  ['苏怀瑾', 'su huai jin', 'F', 58, 860, '企业负责人', '练溪茶业', 'money_left', '贺文渊'],
  ['贺文渊', 'he wen yuan', 'M', 61, 240, '企业负责人', '练溪茶业', 'term_ends', '苏怀瑾'],
  ['陶令仪', 'tao ling yi', 'F', 47, 310, '医生', '练溪县医院', 'wealth_ends'],
  ['江雨桐', 'jiang yu tong', 'F', 39, 62, '教师', '练溪一中', 'term_ends', '石磊'],
  ['石磊', 'shi lei', 'M', 41, 22, '工程师', '青禾机械', null, '江雨桐'],
  ['潘国栋', 'pan guo dong', 'M', 68, 88, '退休', '无', 'birthday'],
  ['沈嘉禾', 'shen jia he', 'F', 34, 55, '会计', '知远商贸', 'money_came'],
  ['傅明远', 'fu ming yuan', 'M', 52, 132, '个体工商户', '明远建材', 'idle_money'],
  ['叶知秋', 'ye zhi qiu', 'F', 45, 71, '公务员', '练溪县政务中心', 'test_expires'],
  ['唐秀英', 'tang xiu ying', 'F', 72, 36, '退休', '无', 'silent'],
  ['顾长风', 'gu chang feng', 'M', 36, 47.9, '软件工程师', '云帆信息', 'near_tier'],
  ['薛静文', 'xue jing wen', 'F', 29, 24, '护士', '练溪县医院', 'bought'],
  ['马德胜', 'ma de sheng', 'M', 55, 33, '货运司机', '顺达物流', 'paper_expires'],
  ['罗晓岚', 'luo xiao lan', 'F', 31, 28, '设计师', '半夏设计', 'promised'],
  ['韩松', 'han song', 'M', 44, 21, '教师', '练溪二小', 'silent'],
  ['曹月娥', 'cao yue e', 'F', 63, 26, '退休', '无', 'term_ends'],
  ['孟祥瑞', 'meng xiang rui', 'M', 49, 42, '个体工商户', '祥瑞粮油', 'idle_money'],
  ['方静姝', 'fang jing shu', 'F', 26, 6.5, '文员', '知远商贸', 'referred'],
  ['袁立群', 'yuan li qun', 'M', 38, 9.2, '电工', '青禾机械', 'borrower'],
  ['白若溪', 'bai ruo xi', 'F', 33, 12, '药剂师', '同康药房', 'gaps'],
  ['丁建平', 'ding jian ping', 'M', 59, 15, '保安', '安居物业', 'silent'],
  ['姚春燕', 'yao chun yan', 'F', 42, 18.6, '店主', '春燕鞋店', 'near_tier'],
  ['汪海波', 'wang hai bo', 'M', 46, 8.4, '厨师', '河畔饭庄', 'gaps'],
  ['崔美玲', 'cui mei ling', 'F', 37, 11, '销售', '佳居家具', 'bought'],
  ['乔振宇', 'qiao zhen yu', 'M', 28, 5.8, '快递员', '顺达物流', null],
  ['邹文静', 'zou wen jing', 'F', 30, 13, '幼师', '小禾幼儿园', 'birthday'],
  ['龚大海', 'gong da hai', 'M', 65, 7.7, '退休', '无', 'silent'],
  ['范雪', 'fan xue', 'F', 24, 2.1, '学生', '练溪职业学院', null],
  ['雷志强', 'lei zhi qiang', 'M', 51, 3.4, '木工', '明远建材', 'gaps'],
  ['田桂芳', 'tian gui fang', 'F', 70, 4.2, '退休', '无', null],
  ['尹航', 'yin hang', 'M', 27, 1.3, '司机', '顺达物流', 'money_came'],
  ['黎芳', 'li fang', 'F', 35, 2.8, '店员', '同康药房', null],
  ['贾思远', 'jia si yuan', 'M', 32, 0.9, '农民', '无', null],
  ['秦小满', 'qin xiao man', 'F', 23, 0.6, '学生', '练溪职业学院', null],
  ['段宏', 'duan hong', 'M', 57, 3.9, '农民', '无', 'paper_expires'],
  ['侯玉兰', 'hou yu lan', 'F', 66, 4.6, '退休', '无', null],
  ['康乐', 'kang le', 'M', 40, 1.7, '装修工', '佳居家具', null],
  ['严冬梅', 'yan dong mei', 'F', 48, 2.4, '店主', '冬梅早点', null],
]

/** The invented customers, in a fixed order: the wealthier first. */
export const people: readonly Person[] = lines.map(
  ([name, pinyin, sex, age, wan, occupation, employer, story, spouse]) => ({
    name,
    pinyin,
    sex,
    age,
    wan,
    occupation,
    employer,
    story: story ?? null,
    ...(spouse === undefined ? {} : { spouse }),
  }),
)
