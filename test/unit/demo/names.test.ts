import { expect, test } from 'vitest'
import { avoidedNames, givenNames } from '#head-office/names/given-names.ts'
import { czechName } from '#head-office/names/czech.ts'
import { searchKeys } from '#head-office/names/pinyin.ts'
import { surnameWeights } from '#head-office/names/surnames.ts'
import { drawName } from '#head-office/demo/people.ts'
import { chance } from '#platform/chance/chance.ts'

test.each([
  ['曾文静', 'zeng wen jing', 'zwj'],
  ['单海涛', 'shan hai tao', 'sht'],
  ['仇明远', 'qiu ming yuan', 'qmy'],
  ['解丽华', 'xie li hua', 'xlh'],
  ['区建国', 'ou jian guo', 'ojg'],
  ['查伟', 'zha wei', 'zw'],
  ['朴志勇', 'piao zhi yong', 'pzy'],
  ['盖俊杰', 'ge jun jie', 'gjj'],
  ['覃学海', 'qin xue hai', 'qxh'],
  ['翟雨桐', 'zhai yu tong', 'zyt'],
  ['缪思雨', 'miao si yu', 'msy'],
  ['任光明', 'ren guang ming', 'rgm'],
  ['尉迟浩然', 'yu chi hao ran', 'ychr'],
  ['令狐静', 'ling hu jing', 'lhj'],
  ['欧阳雨桐', 'ou yang yu tong', 'oyyt'],
  ['吕绿', 'lv lv', 'll'],
  ['张𠮷祥', 'zhang ji xiang', 'zjx'],
  ['李㛃', 'li jie', 'lj'],
  ['侯莫陈静', 'hou mo chen jing', 'hmcj'],
  ['朱单', 'zhu dan', 'zd'],
  ['Jana Nováková', 'jana novakova', 'jn'],
  ["O'Brien Ann", 'o brien ann', 'oba'],
])('%s is found as %s and %s', (name, pinyin, initials) => {
  expect(searchKeys(name)).toEqual({ pinyin, initials })
})

test('every surname of the list has a reading in plain letters', () => {
  for (const [surname] of surnameWeights) {
    expect(searchKeys(`${surname}伟`).pinyin).toMatch(/^[a-z]+( [a-z]+)? wei$/)
  }
})

test('drawn names are made of the lists, follow the weights and avoid known people', () => {
  const random = chance(7)
  const names = Array.from({ length: 20_000 }, () => drawName('M', random.int(1940, 2015), random))
  const share = (surname: string) =>
    names.filter((name) => name.startsWith(surname)).length / names.length
  expect(share('王')).toBeGreaterThan(share('宁') * 20)
  expect(names.filter((name) => avoidedNames.has(name))).toEqual([])
  const given = Object.values(givenNames.M).flat()
  expect(names.every((name) => given.some((one) => name.endsWith(one)))).toBe(true)
})

test('a Czech-looking name depends on its number only, and fits the sex', () => {
  expect(czechName('F', 12_345)).toBe(czechName('F', 12_345))
  const women = Array.from({ length: 500 }, (_, at) => czechName('F', at * 7919))
  expect(women.every((name) => /^[A-Z][a-z]+ [A-Z][a-z]+[aeiy]$/.test(name))).toBe(true)
  expect(new Set(women).size).toBeGreaterThan(250)
})
