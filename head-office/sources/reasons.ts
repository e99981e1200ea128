/** A sentence in both languages of the product. */
export interface Sentence {
  zh: string
  en: string
}

/** Why a row was set aside. `column` and `value` say where, as far as one column is to blame. */
export interface Rejection {
  reason: ReasonCode
  column?: string
  value?: string
  /** What the sentence cannot know: the first line of a duplicate, the missing parent. */
  detail?: string
}

const sentences = {
  encoding: {
    zh: '编码不符：这一行不是文件的编码，或含有乱码。',
    en: 'Wrong encoding: the line is not in the encoding of the file, or holds damaged characters.',
  },
  quoting: {
    zh: '引号不成对：这一行的引号没有闭合，或闭合后还有内容；从下一行重新开始读。',
    en: 'Broken quoting: a quote is not closed or is followed by text; reading goes on at the next line.',
  },
  columns_few: {
    zh: '列数不足。',
    en: 'Too few columns.',
  },
  columns_many: {
    zh: '列数过多。',
    en: 'Too many columns.',
  },
  required: {
    zh: '必填的值为空。',
    en: 'A value that must be there is empty.',
  },
  number: {
    zh: '不是数字，或小数位数过多。',
    en: 'Not a number, or too many decimals.',
  },
  date: {
    zh: '日期不存在或格式不符。',
    en: 'A date that does not exist, or another format.',
  },
  future: {
    zh: '日期晚于业务日期。',
    en: 'A date after the business date.',
  },
  code: {
    zh: '代码不在代码表中。',
    en: 'A code that is not in the code table.',
  },
  too_long: {
    zh: '文本过长。',
    en: 'The text is too long.',
  },
  duplicate: {
    zh: '主键在同一文件中重复；先出现的一行已采纳。',
    en: 'The key stands twice in the file; the first line was taken.',
  },
  conflict: {
    zh: '主键与本次导入的另一文件相同而内容不同；先读的文件已采纳。',
    en: 'Another file of this import has the same key with other content; the file read first was taken.',
  },
  parent: {
    zh: '引用的上级记录不存在，或已被搁置。',
    en: 'The record it refers to does not exist or was set aside.',
  },
} as const satisfies Record<string, Sentence>

/** Code of a reason for setting a row aside; a closed list. */
export type ReasonCode = keyof typeof sentences

/** All reason codes. */
export const reasonCodes = Object.keys(sentences) as ReasonCode[]

/** The sentence of a reason, with the column, the value and the detail it concerns. */
export function reasonSentence(rejection: Rejection): Sentence {
  const { column, value, detail } = rejection
  const where = column === undefined ? '' : `${column} = ${JSON.stringify(value ?? '')}`
  const more = [where, detail ?? ''].filter((part) => part !== '').join('; ')
  const { zh, en } = sentences[rejection.reason]
  return more === '' ? { zh, en } : { zh: `${zh}(${more})`, en: `${en} (${more})` }
}

/** An import that cannot begin: nothing was read into the database. */
export class ImportRefusal extends Error {
  readonly sentence: Sentence

  constructor(zh: string, en: string) {
    super(en)
    this.name = 'ImportRefusal'
    this.sentence = { zh, en }
  }
}
