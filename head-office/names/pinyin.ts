import { pinyin } from 'pinyin-pro'

/** How a name is found by letters. */
export interface SearchKeys {
  /** Lower-case syllables or words separated by a blank, ü written v: `zeng guo fan`. */
  pinyin: string
  /** First letter of each: `zgf`. */
  initials: string
}

/** Rare characters that the reading table lacks, each with a common one of the same reading. */
const sameReading: Readonly<Record<string, string>> = { 𠮷: '吉' }

const marks = /[\u0300-\u036f]/g

/**
 * Search keys of a name. The head of a Chinese name is read as a surname (曾 zeng, 单 shan, 仇 qiu,
 * 解 xie, 尉迟 yu chi); Latin names lose their marks. Computed once at head office: a character
 * table on the terminal would read polyphonic surnames wrong.
 */
export function searchKeys(name: string): SearchKeys {
  const readable = name.replace(/\p{Script=Han}/gu, (one) => sameReading[one] ?? one)
  const syllables = pinyin(readable, {
    toneType: 'none',
    type: 'array',
    surname: 'head',
    v: true,
    nonZh: 'consecutive',
  })
    .flatMap((part) =>
      part
        .normalize('NFD')
        .replace(marks, '')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    )
    .filter((part) => part !== '')
  return {
    pinyin: syllables.join(' ').slice(0, 120),
    initials: syllables
      .map((syllable) => syllable[0])
      .join('')
      .slice(0, 30),
  }
}
