import type { ClueTransfer } from '#domain/risk-clues/clue.ts'

/** A made-up net: everyday transfers of people and shops, with patterns planted among them. */
export interface PlantedNet {
  transfers: ClueTransfer[]
  /** Parties of what was planted, by kind. */
  rings: string[][]
  circles: string[][]
  collectors: string[][]
  bursts: string[][]
  mules: string[][]
}

/** The last day of every planted net. */
export const plantedToday = 180

/** The same numbers for the same seed, between 0 and 1. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Makes a net of `people`, each with about six transfers, and `each` patterns of every kind. */
export function plantedNet(seed: number, people = 3000, each = 10): PlantedNet {
  const random = randomOf(seed)
  const below = (count: number) => Math.floor(random() * count)
  const person = (index: number) => `p${String(index).padStart(6, '0')}`
  const net: PlantedNet = {
    transfers: [],
    rings: [],
    circles: [],
    collectors: [],
    bursts: [],
    mules: [],
  }
  const pay = (payer: string, receiver: string, amountFen: number, day: number) =>
    net.transfers.push({
      ref: `t${net.transfers.length}`,
      payer,
      receiver,
      amountFen: Math.round(amountFen),
      day: Math.min(plantedToday, Math.max(1, day)),
    })
  for (let index = 0; index < people; index += 1) {
    const habit = 20_000 + below(300_000)
    for (let times = 0; times < 6; times += 1) {
      const shop = random() < 0.4
      const other = shop ? below(people / 50) : below(people)
      if (other === index) continue
      pay(person(index), person(other), habit * (0.7 + 0.6 * random()), 1 + below(plantedToday))
    }
  }
  const some = (count: number) => {
    const chosen = new Set<string>()
    while (chosen.size < count) chosen.add(person(people / 50 + below(people - people / 50)))
    return [...chosen]
  }
  for (let nth = 0; nth < each; nth += 1) {
    const ring = some(3 + (nth % 4))
    let fen = 3_000_000 + below(5_000_000)
    let day = 20 + below(120)
    ring.forEach((payer, index) => {
      pay(payer, ring[(index + 1) % ring.length] ?? '', fen, day)
      fen *= 0.98 + 0.019 * random()
      day += below(3)
    })
    net.rings.push(ring)

    const circle = some(3 + (nth % 5))
    const sum = 1_000_001 + 7 * below(500_000)
    circle.forEach((payer, index) => {
      const start = 5 + below(170)
      for (let part = 0; part < 2; part += 1) {
        pay(payer, circle[(index + 1) % circle.length] ?? '', sum, start + part)
      }
    })
    net.circles.push(circle)

    const [collector = '', ...payers] = some(6)
    for (const payer of payers) {
      pay(payer, collector, 2_500_000 * (1 + 0.4 * random()), 5 + below(170))
    }
    net.collectors.push([collector, ...payers])

    const [burst = '', ...crowd] = some(18)
    const from = 10 + below(150)
    for (const payer of crowd) pay(payer, burst, 200_000 + below(100_000), from + below(6))
    net.bursts.push([burst, ...crowd])

    const [mule = '', ...ends] = [`m${nth}`, ...some(8)]
    for (let pass = 0; pass < 4; pass += 1) {
      const passed = 900_000 + below(900_000)
      const came = 10 + pass * 30 + below(10)
      pay(ends[pass] ?? '', mule, passed, came)
      pay(mule, ends[pass + 4] ?? '', passed * 0.97, came + below(3))
    }
    net.mules.push([mule, ...ends])
  }
  return net
}
