/** Numbers that are typed where none is known. */
const madeUp = new Set(['13800138000', '12345678901', '13812345678', '12345678910'])

/**
 * A number that two customers may have in common; null for one that is too short to be somebody's, or
 * looks typed for want of one. Sharing a number is a matter of the quality of records, nothing else.
 */
export function sharablePhone(mobile: string | null): string | null {
  if (mobile === null || !/^\+?\d{11,15}$/.test(mobile)) return null
  return madeUp.has(mobile) || /(\d)\1{7}/.test(mobile) ? null : mobile
}
