import { parseArgs } from 'node:util'

/** What may be made larger or smaller, and from how many to how many of it. */
const sizes = {
  customers: { least: 100, most: 2_000_000 },
  transfers: { least: 1_000, most: 20_000_000 },
  people: { least: 100, most: 1_000_000 },
} as const
/** What a size counts. */
export type Sized = keyof typeof sizes

/** How large what is measured is made: `quick` is a tenth or less; a number replaces either. */
export type Scale = { quick: boolean } & Record<Sized, number | null>

/** What an area takes: its usual size and its quick one, and by which option another is asked for. */
export interface AreaSize {
  of: Sized
  usual: number
  quick: number
}

/** The size of an area on a scale. */
export const sizeOn = (scale: Scale, { of, usual, quick }: AreaSize): number =>
  scale[of] ?? (scale.quick ? quick : usual)

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  areas: string[]
  scale: Scale
  json: string | null
  resume: boolean
}

/** What was asked for cannot be done; the sentence says what to write instead. */
export class WrongUse extends Error {}

function countIn(of: Sized, given: string | undefined): number | null {
  if (given === undefined) return null
  const { least, most } = sizes[of]
  const count = /^\d[\d,_]*$/.test(given) ? Number(given.replaceAll(/[,_]/g, '')) : Number.NaN
  if (count >= least && count <= most) return count
  throw new WrongUse(
    `--${of} ${given}: give a whole number from ${least} to ${most}, for instance --${of} ${least * 10}`,
  )
}

/**
 * Reads the arguments after `--`. `known` are the areas with the size each takes, `usual` those that run
 * when none is named.
 */
export function readOptions(
  args: readonly string[],
  known: Readonly<Record<string, { size: AreaSize | null }>>,
  usual: readonly string[],
): BenchOptions {
  const { positionals, values } = parse(args)
  const areas = positionals.length > 0 ? positionals : [...usual]
  const unknown = areas.find((name) => !Object.hasOwn(known, name))
  if (unknown !== undefined) {
    throw new WrongUse(`no such area: ${unknown}; there are ${Object.keys(known).join(', ')}`)
  }
  const taken = new Set(areas.map((name) => known[name]?.size?.of))
  for (const of of Object.keys(sizes) as Sized[]) {
    if (values[of] === undefined || taken.has(of)) continue
    const takers = Object.keys(known).filter((name) => known[name]?.size?.of === of)
    throw new WrongUse(`--${of} is a size of ${takers.join(', ')}; none of them was named`)
  }
  if (values.resume && values.json === undefined) {
    throw new WrongUse('--resume goes on from a file: name it with --json')
  }
  const scale: Scale = {
    quick: values.quick,
    customers: countIn('customers', values.customers),
    transfers: countIn('transfers', values.transfers),
    people: countIn('people', values.people),
  }
  return { areas, scale, json: values.json ?? null, resume: values.resume }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
        resume: { type: 'boolean', default: false },
        customers: { type: 'string' },
        transfers: { type: 'string' },
        people: { type: 'string' },
      },
    })
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
}
