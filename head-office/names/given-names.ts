/**
 * Given names for made-up people, complete names rather than characters to combine, so that no
 * well-known person and no unlucky pair comes about. Ordinary names of three generations.
 */
export type Generation = 'old' | 'middle' | 'young'

const words = (text: string): readonly string[] => text.split(' ')

const women: Record<Generation, readonly string[]> = {
  old: words(
    '桂兰 秀英 玉兰 秀兰 凤英 桂芳 玉珍 秋菊 春梅 金枝 翠莲 素芬 惠芳 月华 腊梅 爱珍 淑贞 银凤 荷香 水莲 ' +
      '桂英 秀珍 玉英 菊香 冬秀 细妹 桃香 春莲 巧云 云香 兰香 美珍 先珍 运秀 福英 满秀 引弟 友珍 元香 梅香',
  ),
  middle: words(
    '丽华 红梅 艳红 春燕 丽娟 海燕 小琴 雪梅 玉婷 晓燕 慧敏 亚萍 丽萍 文娟 冬梅 晓红 美玲 玉蓉 秋霞 彩云 ' +
      '静 芳 敏 娟 艳 燕 慧 莉 霞 萍 琳 倩 蓉 颖 洁 丹 瑶 薇 菁 岚 小芳 海霞 国英 金莲 翠萍 红霞 利芳 建芬 爱华 巧玲',
  ),
  young: words(
    '婷婷 雅琴 静怡 思琪 佳怡 雨桐 欣怡 梦洁 诗雨 子涵 若兰 书瑶 一诺 语嫣 晨曦 佳慧 雅静 思雨 梓萱 可欣 ' +
      '怡然 雨欣 心怡 紫萱 梦瑶 晓彤 艺涵 芷若 佳琪 文静 雪莹 安琪 诗涵 沐晴 语桐 依诺 婧 婷 欣 悦',
  ),
}

const men: Record<Generation, readonly string[]> = {
  old: words(
    '国庆 建华 建国 志刚 德明 金山 水生 长根 福生 有才 家旺 正华 海清 祖华 光明 汉生 友良 新民 宏图 茂林 ' +
      '德才 运来 和平 传贵 先贵 明富 少安 大春 春生 有福 桂生 继祖 忠厚 全福 木生 双喜 天德 景阳 家才 远发',
  ),
  middle: words(
    '志强 立新 海涛 文斌 建军 永刚 卫东 少华 俊杰 志勇 晓东 伟明 春林 立群 洪波 小军 东升 国栋 世昌 正阳 ' +
      '伟 强 磊 军 勇 涛 斌 鹏 辉 刚 超 波 杰 浩 凯 峰 锋 亮 毅 晖 建平 国强 小兵 利民 新华 红兵 学军 爱民 小平 保国',
  ),
  young: words(
    '知远 子轩 浩然 宇航 思源 明轩 博文 泽宇 俊熙 天佑 家豪 梓豪 嘉铭 晨阳 文涛 志远 学海 明远 云帆 书恒 ' +
      '子涵 一鸣 俊辉 伟豪 嘉俊 奕辰 宇轩 皓轩 景行 星宇 锦程 文博 承志 子墨 睿 航 帆 翔 宇 晨',
  ),
}

/** Given names by sex and generation. */
export const givenNames: Record<'F' | 'M', Record<Generation, readonly string[]>> = {
  F: women,
  M: men,
}

/** The generation that somebody born in a year belongs to. */
export function generationOf(birthYear: number): Generation {
  return birthYear < 1966 ? 'old' : birthYear < 1990 ? 'middle' : 'young'
}

/** Names that a draw may make and that belong to people everybody knows. */
export const avoidedNames: ReadonlySet<string> = new Set(
  (
    '李娜 王菲 王伟 刘洋 张艺 李鹏 王磊 张军 王超 李刚 高峰 周杰 张敏 李静 黄磊 张静 林丹 王毅 杨洁 刘涛 ' +
    '张涛 王浩 张杰 刘亮 李毅 李强 王岚 汪洋 张磊 李斌 张国庆 周杰伦 李春生 王建军 李晨 李建国 张翔 刘翔 ' +
    '李小平 邓小平 李国强 胡军 王凯 王强 李明远 汪小军 姚晨 刘强 陈坤 江涛 孙杨 李宇春 林志强 高洪波 ' +
    '李志强 赵薇 王悦 刘欢 李宁 张勇 陈春生 张宁 张欣 李军 杨帆 王宁 李健 文静 刘德才 王军 李铁 杨晨 ' +
    '朱婷 惠若琪 郎平 张怡宁 王楠 刘诗雯 丁宁 陈梦 孙颖莎 马龙 许昕 樊振东 王皓 秦凯 何超 林跃 陈若琳 ' +
    '李小双 陆春龙 李晓东 邹凯 王新华 张新华 张建平 王建平 王洪波 张志勇 李建平 李建华 王新民 张德明'
  ).split(' '),
)
