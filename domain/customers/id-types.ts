/**
 * Kinds of identity documents as records name them, with their word in the language files. The
 * record's own text is stored whatever language the screen has.
 */
export const idTypes = [
  { stored: '居民身份证', word: 'resident' },
  { stored: '护照', word: 'passport' },
  { stored: '港澳台居民居住证', word: 'permit' },
  { stored: '军官证', word: 'military' },
] as const
