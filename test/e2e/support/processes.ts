import { execFileSync } from 'node:child_process'

/** Ids of the processes below one, however deep, whose command line holds a text. Not on Windows. */
export function processesBelow(root: number, text: string): number[] {
  const listing = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const all = listing.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
  const family = new Set([root])
  for (let grown = -1; grown !== family.size;) {
    grown = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all
    .filter(({ pid, command }) => pid !== root && family.has(pid) && command.includes(text))
    .map(({ pid }) => pid)
}
