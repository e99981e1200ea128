/**
 * Given names for made-up people, complete names rather than characters to combine, so that no
 * well-known person and no unlucky pair comes about. Ordinary names of three generations.
 */
export const givenNames: Record<'F' | 'M', readonly string[]> = {
  F: (
    '桂兰 秀英 玉兰 秀兰 凤英 桂芳 玉珍 秋菊 春梅 金枝 翠莲 素芬 惠芳 月华 腊梅 爱珍 淑贞 银凤 荷香 水莲 ' +
    '丽华 红梅 艳红 春燕 丽娟 海燕 小琴 雪梅 玉婷 晓燕 慧敏 亚萍 丽萍 文娟 冬梅 晓红 美玲 玉蓉 秋霞 彩云 ' +
    '婷婷 雅琴 静怡 思琪 佳怡 雨桐 欣怡 梦洁 诗雨 子涵 若兰 书瑶 一诺 语嫣 晨曦 佳慧 雅静 思雨 梓萱 可欣 ' +
    '静 芳 敏 娟 艳 燕 慧 莉 霞 萍 琳 倩 蓉 颖 洁 丹 瑶 薇 菁 岚'
  ).split(' '),
  M: (
    '国庆 建华 建国 志刚 德明 金山 水生 长根 福生 有才 家旺 正华 海清 祖华 光明 汉生 友良 新民 宏图 茂林 ' +
    '志强 立新 海涛 文斌 建军 永刚 卫东 少华 俊杰 志勇 晓东 伟明 春林 立群 洪波 小军 东升 国栋 世昌 正阳 ' +
    '知远 子轩 浩然 宇航 思源 明轩 博文 泽宇 俊熙 天佑 家豪 梓豪 嘉铭 晨阳 文涛 志远 学海 明远 云帆 书恒 ' +
    '伟 强 磊 军 勇 涛 斌 鹏 辉 刚 超 波 杰 浩 凯 峰 锋 亮 毅 晖'
  ).split(' '),
}

/** Names that a draw may make and that belong to people everybody knows. */
export const avoidedNames: ReadonlySet<string> = new Set(
  '李娜 王菲 王伟 刘洋 张艺 李鹏 王磊 张军 王超 李刚 高峰 周杰 张敏 李静 黄磊 张静 林丹 王毅 杨洁 刘涛 张涛 王浩 张杰 刘亮 李毅 李强 王岚 汪洋 张磊 李斌 张国庆 周杰伦'.split(
    ' ',
  ),
)
