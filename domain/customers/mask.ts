/** Name in lists of people who do not manage the customer: 周*华, 张*, 欧阳*雨. */
export function maskName(name: string): string {
  const characters = [...name]
  if (characters.length <= 1) return '*'
  if (characters.length === 2) return `${characters[0]}*`
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`
}

const doubleSurnames = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '夏侯',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
]

/** How a teller addresses the customer: 周女士, 欧阳先生; no sex known: 周**. */
export function politeName(name: string, sex: 'F' | 'M' | null): string {
  const surname = doubleSurnames.find((double) => name.startsWith(double)) ?? [...name][0] ?? ''
  return `${surname}${sex === 'F' ? '女士' : sex === 'M' ? '先生' : '**'}`
}

/** 138****6021; short numbers keep only their last two digits. */
export function maskMobile(mobile: string): string {
  if (mobile.length < 8) return `****${mobile.slice(-2)}`
  return `${mobile.slice(0, 3)}****${mobile.slice(-4)}`
}

/** 421***********0328: first three and last four characters; shorter ones keep two at the end. */
export function maskIdNumber(number: string): string {
  if (number.length < 10) return `${'*'.repeat(Math.max(0, number.length - 2))}${number.slice(-2)}`
  return `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`
}

/** ****6021: the last four of an account or card number. */
export function maskAccountNumber(number: string): string {
  return `****${number.slice(-4)}`
}

/** Address down to the district: everything from the first street-level word on is hidden. */
export function maskAddress(address: string): string {
  const district = /^.*?(?:自治州|[市区县旗盟州])/.exec(address)?.[0]
  return `${district ?? [...address].slice(0, 4).join('')}******`
}
