/**
 * Surnames of more than one character, longest first, so that the first that fits is the surname.
 * Left out are those that mostly are a short surname with the head of a given name (单于, 谷梁, 宗政).
 */
export const longSurnames: readonly string[] = [
  ...['侯莫陈', '步六孤', '爱新觉罗', '叶赫那拉', '独孤浑'],
  ...[
    '欧阳',
    '令狐',
    '上官',
    '司马',
    '尉迟',
    '夏侯',
    '诸葛',
    '东方',
    '皇甫',
    '公孙',
    '慕容',
    '司徒',
  ],
  ...[
    '端木',
    '长孙',
    '宇文',
    '司空',
    '轩辕',
    '呼延',
    '南宫',
    '西门',
    '东郭',
    '百里',
    '赫连',
    '澹台',
  ],
  ...['公冶', '濮阳', '淳于', '太叔', '申屠', '公羊', '闾丘', '鲜于', '拓跋', '独孤'],
  ...[
    '万俟',
    '纳兰',
    '完颜',
    '富察',
    '钮祜禄',
    '耶律',
    '公西',
    '漆雕',
    '壤驷',
    '第五',
    '亓官',
    '巫马',
  ],
  ...['微生', '羊舌', '东门', '南门', '仲孙', '叔孙', '钟离', '闻人', '公良', '拓拔', '即墨'],
].sort((a, b) => b.length - a.length)

const parts = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** The characters of a text as people see them: a rare one, or one with a variant sign, is one. */
export function characters(text: string): string[] {
  return Array.from(parts.segment(text), ({ segment }) => segment)
}

/** The surname at the head of a name of Chinese characters that leaves something given. */
export function chineseSurname(name: string): string {
  const length = characters(name).length
  const long = longSurnames.find((one) => name.startsWith(one) && length > characters(one).length)
  return long ?? characters(name)[0] ?? ''
}
