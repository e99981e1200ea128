import type { Random } from './random.ts'

/** Surnames with pinyin; the first are by far the most frequent, as in any branch. */
const surnames = `王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma
 朱zhu 胡hu 郭guo 何he 林lin 罗luo 高gao 梁liang 郑zheng 谢xie 宋song 唐tang 许xu 韩han 冯feng 邓deng
 曹cao 彭peng 曾zeng 肖xiao 田tian 董dong 袁yuan 潘pan 于yu 蒋jiang 蔡cai 余yu 杜du 叶ye 程cheng 苏su
 魏wei 吕lv 丁ding 任ren 沈shen 姚yao 卢lu 姜jiang 崔cui 钟zhong 谭tan 陆lu 汪wang 范fan 金jin 单shan
 仇qiu 解xie 欧阳ou,yang 司马si,ma 𠮷ji`

const given = `伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 娟juan
 涛tao 明ming 超chao 秀xiu 霞xia 平ping 刚gang 桂gui 英ying 华hua 玉yu 兰lan 红hong 梅mei 建jian 国guo
 文wen 辉hui 力li 健jian 永yong 志zhi 春chun 秋qiu 雨yu 晨chen 宇yu 浩hao 轩xuan 子zi 梓zi 涵han 欣xin
 怡yi 佳jia 琪qi 雪xue 婷ting 倩qian 颖ying 慧hui 巧qiao 美mei 云yun 莲lian 真zhen 环huan 爱ai 妹mei
 凤feng 琴qin 素su 菊ju 珍zhen 贞zhen 莉li 翠cui 斌bin 波bo 宁ning 贵gui 福fu 生sheng 龙long 元yuan 全quan
 胜sheng 学xue 祥xiang 才cai 发fa 武wu 新xin 利li 清qing 飞fei 彬bin 富fu 顺shun 信xin 昌chang 成cheng
 康kang 星xing 光guang 天tian 达da 安an 岩yan 中zhong 茂mao 进jin 林lin 有you 坚jian 和he 彪biao 博bo`

interface Part {
  text: string
  syllables: string[]
}

function parts(list: string): Part[] {
  return list.split(/\s+/).map((word) => {
    const text = word.replaceAll(/[a-z,]/g, '')
    return { text, syllables: word.slice(text.length).split(',') }
  })
}

const surnameParts = parts(surnames)
const givenParts = parts(given)

/** A name with its pinyin (syllables separated by blanks) and initials. */
export interface SyntheticName {
  name: string
  pinyin: string
  initials: string
}

/** A made-up name; surnames fall off as in the country's statistics, one in six has two characters. */
export function syntheticName(random: Random): SyntheticName {
  const rank = Math.floor(surnameParts.length * random.next() ** 2.2)
  const surname = surnameParts[rank] ?? { text: '王', syllables: ['wang'] }
  const first = random.of(givenParts)
  const name = random.next() < 0.17 ? [surname, first] : [surname, first, random.of(givenParts)]
  const syllables = name.flatMap((part) => part.syllables)
  return {
    name: name.map((part) => part.text).join(''),
    pinyin: syllables.join(' '),
    initials: syllables.map((syllable) => syllable[0]).join(''),
  }
}
