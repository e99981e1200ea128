import type { County } from './county.ts'
import type { Chance } from '#platform/chance/chance.ts'

/** Where people with a salary work. */
export type EmployerKind = 'school' | 'health' | 'office' | 'factory' | 'company' | 'build' | 'haul'

/** Employers of the county; `~` stands for its name without 县. None exists. */
const employers: Readonly<Record<EmployerKind, readonly string[]>> = {
  school: [
    '~县实验小学',
    '~县第二小学',
    '~县云杉中学',
    '~县职业技术学校',
    '~县映山小学',
    '~县幼儿园',
  ],
  health: ['~县人民医院', '~县中医院', '~县妇幼保健院', '~县城关卫生院', '~县疾控中心'],
  office: [
    '~县自然资源局',
    '~县水利局',
    '~县农业农村局',
    '~县城关镇政府',
    '~县教育局',
    '~县税务局',
  ],
  factory: [
    '云杉食品有限公司',
    '杜鹃纺织有限公司',
    '金桂建材有限公司',
    '枫香汽车零部件有限公司',
    '柿林电子有限公司',
    '青竹家居有限公司',
    '~茶业精制厂',
    '白鹭水产加工有限公司',
  ],
  company: [
    '映山物流有限公司',
    '银杏置业有限公司',
    '石榴生物科技有限公司',
    '橘园信息服务有限公司',
    '~城投集团',
    '紫藤商贸有限公司',
    '梧桐物业服务有限公司',
  ],
  build: [
    '磐石劳务有限公司',
    '远程建筑工程有限公司',
    '海港装饰工程有限公司',
    '南湾电子厂',
    '东浦制衣厂',
    '临港造船配套厂',
  ],
  haul: ['映山物流有限公司', '~县公交公司', '~县运输公司', '通达货运信息部'],
}

/** An employer of a kind in a county. */
export function drawEmployer(kind: EmployerKind, county: County, random: Chance): string {
  return random.pick(employers[kind]).replace('~', county.name.slice(0, -1))
}
