/**
 * A number from 0 to 2³²−1 that looks like chance and is the same for the same text on every machine:
 * FNV-1a over UTF-16 units, mixed once more so that texts that differ in their end differ in high bits
 * too. Not for secrets.
 */
export function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Things in an order that a seed decides, whatever order they come in; `nameOf` tells them apart. */
export function shuffled<Thing>(
  things: readonly Thing[],
  seed: string,
  nameOf: (thing: Thing) => string,
): Thing[] {
  return things
    .map((thing) => ({ thing, name: nameOf(thing), at: spread(`${seed}/${nameOf(thing)}`) }))
    .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
    .map(({ thing }) => thing)
}
