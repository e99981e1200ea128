import type { Chance } from '#platform/chance/chance.ts'

/** A county of the demo: none of that name exists. */
export interface County {
  name: string
  /** Six digits as in identity numbers; there is no prefecture 4288. */
  area: string
  towns: readonly string[]
}

/** Six digits of where people moved from into a county: there is no prefecture 4289 either. */
export function elsewhere({ area }: County): string {
  return `4289${area.slice(4)}`
}

/** Province, prefecture and counties; the prefecture and everything below are invented. */
export const province = '湖北省'
export const prefecture = '云江市'
export const counties: readonly County[] = [
  {
    name: '杉河县',
    area: '428821',
    towns: ['白鹭镇', '茶垭镇', '蟹塘镇', '石板河镇', '双井镇', '望梅岭乡', '桐子坳乡'],
  },
  {
    name: '柏岭县',
    area: '428822',
    towns: ['柏岭铺镇', '云盘镇', '稻香镇', '青石咀镇', '三叠泉乡', '油茶坪乡', '雁鸣镇'],
  },
  {
    name: '墨溪县',
    area: '428823',
    towns: ['墨溪口镇', '荷风镇', '鱼窝镇', '砚台山乡', '柳浪镇', '竹篙乡', '芦花镇'],
  },
  {
    name: '榆湾县',
    area: '428824',
    towns: ['榆钱镇', '枣阳坪镇', '大榆镇', '风车岭乡', '棉田镇', '土桥湾镇', '晒谷坪乡'],
  },
  {
    name: '栗沟县',
    area: '428825',
    towns: ['板栗镇', '栗沟口镇', '松毛岭乡', '石磨镇', '药圃镇', '草鞋岭乡', '野鸭镇'],
  },
]

const villages = (
  '樟树湾 上塘角 下塘角 杨树店 油坊岗 枣树咀 石桥头 水口边 大屋湾 凉亭坳 胡家垸 李家畈 柳林 竹林冲 ' +
  '桃园 梨树坪 新屋咀 古井 磨盘岭 黄泥坡 塘坊 窑湾 荷塘 晒场 长岗 对河 瓦屋 高坎 月亮湾 松林 桂花树 田铺'
).split(' ')

/** Streets and estates of a county town. */
export const streets = (
  '云杉路 杜鹃大道 金桂路 石榴巷 枫香街 新茶路 映山街 柿林路 银杏路 青竹巷 橘园路 紫藤路 芙蓉街 ' +
  '梧桐路 桂枝巷 兰草街'
).split(' ')
const estates =
  '云杉里 杜鹃苑 金桂园 枫香居 新茶小区 映山花苑 银杏嘉园 橘园新村 紫藤苑 梧桐里 芙蓉家园 青竹公寓'.split(
    ' ',
  )
const oldHouses = ['供销社宿舍', '粮站宿舍', '茶厂宿舍', '中学宿舍', '棉织厂宿舍', '水电站宿舍']

function townAddress(random: Chance): string {
  const street = `${random.pick(streets)}${random.int(1, 220)}号`
  if (random.hit(0.18))
    return `${street}${random.pick(oldHouses)}${random.int(1, 6)}栋${flat(random, 6)}`
  if (random.hit(0.12)) return street
  const block = `${random.pick(estates)}${random.int(1, 18)}栋${random.int(1, 3)}单元`
  return `${street}${block}${flat(random, 18)}`
}

function flat(random: Chance, floors: number): string {
  return `${random.int(1, floors)}0${random.int(1, 4)}室`
}

/** A full address in a county: of a village, of a small town, or of the county town. */
export function drawAddress(county: County, rural: boolean, random: Chance): string {
  const head = `${province}${prefecture}${county.name}`
  if (!rural) return `${head}城关镇${townAddress(random)}`
  const town = random.pick(county.towns)
  if (random.hit(0.2))
    return `${head}${town}集镇${random.pick(['老街', '新街', '正街'])}${random.int(1, 160)}号`
  const house = random.hit(0.5) ? `${random.int(1, 80)}号` : ''
  return `${head}${town}${random.pick(villages)}村${random.int(1, 14)}组${house}`
}
