import type { CustomerGraph, GraphEdge, GraphNode } from '#contract/ipc/customers.ts'

/** A node with its place in the drawing, px. */
export interface Placed {
  node: GraphNode
  x: number
  y: number
  /** Half of its size. */
  r: number
  /** Base line of the first of its words. */
  wordsY: number
}

/** An edge with its ends; `label` is where its words stand, null where they stand under the node. */
export interface Drawn {
  edge: GraphEdge
  from: Placed
  to: Placed
  label: Box | null
}

/** A box, px: middle and size. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

const radius = { 0: 28, 1: 16, 2: 9 } as const
const lineHeight = 15

/** Words of a node take two lines, of the second hop too. */
const wordsHeight = 2 * lineHeight

/** About how wide a text of 12 px is: Chinese characters are square, others half of it. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e80 ? 12 : 6.4), 0)
}

/** The longest beginning of a text that fits. */
export function cutTo(text: string, most: number): string {
  if (widthOf(text) <= most) return text
  let cut = ''
  for (const one of text) {
    if (widthOf(`${cut}${one}…`) > most) break
    cut += one
  }
  return `${cut}…`
}

const overlap = (a: Box, b: Box) =>
  Math.max(0, (a.width + b.width) / 2 - Math.abs(a.x - b.x)) *
  Math.max(0, (a.height + b.height) / 2 - Math.abs(a.y - b.y))

/** Whom a node of the second hop hangs on: the first edge that leads to it from the first hop. */
function hangings(graph: Pick<CustomerGraph, 'nodes' | 'edges'>): Map<string, string> {
  const hop = new Map(graph.nodes.map((node) => [node.key, node.hop]))
  const parents = new Map<string, string>()
  for (const { from, to } of graph.edges) {
    if (hop.get(from) === 1 && hop.get(to) === 2 && !parents.has(to)) parents.set(to, from)
  }
  return parents
}

/** All nodes around the customer in one round: each of the first hop amid those that hang on it. */
function round(graph: Pick<CustomerGraph, 'nodes' | 'edges'>): GraphNode[] {
  const parents = hangings(graph)
  const second = graph.nodes.filter(({ hop }) => hop === 2)
  return graph.nodes
    .filter(({ hop }) => hop === 1)
    .flatMap((node) => {
      const own = second.filter(({ key }) => parents.get(key) === node.key)
      const half = Math.ceil(own.length / 2)
      return [...own.slice(0, half), node, ...own.slice(half)]
    })
}

function place(node: GraphNode, x: number, y: number, above: boolean): Placed {
  const r = radius[node.hop]
  const wordsY = node.hop === 0 ? y - 2 : above ? y - r - lineHeight - 6 : y + r + lineHeight - 1
  return { node, x, y, r, wordsY }
}

/** Where the words of a node stand; the customer's stand inside of the circle. */
function wordsBox({ node, x, wordsY }: Placed, words: readonly string[]): Box {
  const width = node.hop === 0 ? 0 : Math.max(0, ...words.map(widthOf)) + 4
  return { x, y: wordsY + lineHeight / 2 - 5, width, height: wordsHeight }
}

const bodyBox = ({ x, y, r }: Placed): Box => ({ x, y, width: 2 * r, height: 2 * r })

/**
 * Puts the words of a node on its other side where less of others is in the way there; whoever has room
 * keeps them where they are.
 */
function withRoom(placed: readonly Placed[], nodeWords: (node: GraphNode) => readonly string[]) {
  const turned = [...placed]
  for (const [index, { node, x, y, wordsY }] of placed.entries()) {
    if (node.hop === 0) continue
    const others = turned.filter((_, other) => other !== index)
    const taken = others.flatMap((other) => [
      bodyBox(other),
      wordsBox(other, nodeWords(other.node)),
    ])
    const covered = (each: Placed) => {
      const own = wordsBox(each, nodeWords(node))
      return taken.reduce((sum, other) => sum + overlap(own, other), 0)
    }
    const [here, there] = [turned[index], place(node, x, y, wordsY > y)]
    if (here && covered(there) < covered(here)) turned[index] = there
  }
  return turned
}

/** Where on an edge its words may stand, the best first. */
const stops = [0.54, 0.6, 0.48, 0.66, 0.42, 0.72, 0.36, 0.78] as const
/** How far above or below it, px, and aside, in widths of the box: the line still runs through it. */
const nudges = [0, -8, 8, -16, 16] as const
const asides = [0, -0.25, 0.25, -0.45, 0.45] as const

/** Steps in which the length of the ellipse is measured. */
const steps = 720

/**
 * Angles at even distances along an ellipse, from the upper left on and half a distance off, so that
 * its flat sides take as many as there is room for.
 */
function evenAngles(count: number, reachX: number, reachY: number): number[] {
  const step = (2 * Math.PI) / steps
  const start = (-3 * Math.PI) / 4
  const lengths = Array.from({ length: steps }, (_, nth) => {
    const angle = start + (nth + 0.5) * step
    return Math.hypot(reachX * Math.sin(angle), reachY * Math.cos(angle)) * step
  })
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const angles: number[] = []
  let gone = 0
  for (const [nth, length] of lengths.entries()) {
    gone += length
    if (angles.length < count && gone >= ((angles.length + 0.5) / count) * total) {
      angles.push(start + (nth + 0.5) * step)
    }
  }
  return angles
}

/** An edge whose words are still to be placed. */
interface Spot {
  from: Placed
  to: Placed
  size: Pick<Box, 'width' | 'height'>
}

/** The place on an edge that covers least of what stands already. */
function labelOn({ from, to, size }: Spot, taken: readonly Box[]): Box {
  const boxes = asides.flatMap((aside) =>
    nudges.flatMap((nudge) =>
      stops.map((at) => ({
        ...size,
        x: from.x + (to.x - from.x) * at + size.width * aside,
        y: from.y + (to.y - from.y) * at + nudge,
      })),
    ),
  )
  const covered = boxes.map((box) => taken.reduce((sum, other) => sum + overlap(box, other), 0))
  return boxes[covered.indexOf(Math.min(...covered))] ?? { ...size, x: to.x, y: to.y }
}

/** How often words give way to those that were placed after them. */
const rounds = 3

/** Places for the words of all edges, one after the other, and again while others are in the way. */
function labelsOf(spots: readonly Spot[], fixed: readonly Box[]): Box[] {
  const boxes: Box[] = []
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const [index, spot] of spots.entries()) {
      const others = boxes.filter((_, other) => other !== index)
      boxes[index] = labelOn(spot, [...fixed, ...others])
    }
  }
  return boxes
}

/**
 * Places a relation graph in a field: the customer in the middle, the first hop on an inner, the second
 * on an outer ellipse, everybody at an angle of his own. Nothing moves by itself and nothing is drawn by
 * lot: the same graph in the same field is the same picture.
 */
export function layOut(
  graph: Pick<CustomerGraph, 'nodes' | 'edges'>,
  field: { width: number; height: number },
  wordsOf: (edge: GraphEdge) => readonly string[],
  nodeWords: (node: GraphNode) => readonly string[],
): { placed: Placed[]; drawn: Drawn[] } {
  const [centre] = graph.nodes
  if (!centre) return { placed: [], drawn: [] }
  const [midX, midY] = [field.width / 2, field.height / 2]
  const ring = round(graph)
  const twoHops = ring.some(({ hop }) => hop === 2)
  const share = { 1: twoHops ? 0.8 : 0.92, 2: 1, 0: 0 }
  const [reachX, reachY] = [midX - 52, midY - 46]
  const angles = evenAngles(ring.length, reachX, reachY)
  const asDrawn = [
    place(centre, midX, midY, false),
    ...ring.map((node, index) => {
      const angle = angles[index] ?? 0
      // In a crowd every other one steps back, so that their words have room.
      const back = ring.length > 12 && index % 2 === 1 && node.hop === 1 ? 0.8 : 1
      const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
      const x = midX + cos * reachX * share[node.hop] * back
      const y = midY + sin * reachY * share[node.hop] * back
      return place(node, x, y, sin < -0.2)
    }),
  ]
  const placed = withRoom(asDrawn, nodeWords)
  const byKey = new Map(placed.map((each) => [each.node.key, each]))
  const parents = hangings(graph)
  const ends = graph.edges.flatMap((edge) => {
    const [from, to] = [byKey.get(edge.from), byKey.get(edge.to)]
    return from && to ? [{ edge, from, to }] : []
  })
  // Words of an edge to the second hop stand under the node that hangs on it.
  const labelled = ends.filter(({ edge }) => parents.get(edge.to) !== edge.from)
  const boxes = labelsOf(
    labelled.map(({ edge, from, to }) => {
      const words = wordsOf(edge)
      const width = Math.max(...words.map(widthOf)) + 10
      return { from, to, size: { width, height: words.length * lineHeight + 4 } }
    }),
    placed.flatMap((each) => [bodyBox(each), wordsBox(each, nodeWords(each.node))]),
  )
  const labels = new Map(labelled.map(({ edge }, index) => [edge, boxes[index] ?? null]))
  const drawn = ends.map((each) => ({ ...each, label: labels.get(each.edge) ?? null }))
  return { placed, drawn }
}

/** The arrows that go from node to node, as directions. */
export const arrows = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
} as const

/** The nearest node in the direction of an arrow, what lies straight ahead first; null at the edge. */
export function nextNode(
  placed: readonly Placed[],
  from: string,
  arrow: keyof typeof arrows,
): string | null {
  const here = placed.find(({ node }) => node.key === from)
  if (!here) return null
  const { x, y } = arrows[arrow]
  const reach = placed
    .map(({ node, ...at }) => {
      const [dx, dy] = [at.x - here.x, at.y - here.y]
      const along = dx * x + dy * y
      const aside = Math.abs(dx * y) + Math.abs(dy * x)
      return { key: node.key, along, cost: along + 2 * aside }
    })
    .filter(({ along }) => along > 1)
    .sort((a, b) => a.cost - b.cost || (a.key < b.key ? -1 : 1))
  return reach[0]?.key ?? null
}
