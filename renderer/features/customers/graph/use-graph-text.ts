import type { CustomerGraph, GraphEdge, GraphEvidence, GraphNode } from '#contract/ipc/customers.ts'
import { useMoney } from '../../../format/use-money.ts'
import { useText } from '../../../locales/use-text.ts'

/** The edge by which a node stands in the graph: that of the customer, or of whom it hangs on. */
export function leadingEdge(graph: CustomerGraph, key: string): GraphEdge | null {
  return graph.edges.find(({ to }) => to === key) ?? null
}

/** Nodes, reasons and where they are known from, in the language on screen. */
export function useGraphText() {
  const { t } = useText()
  const money = useMoney()

  /** What the other end is, in a word: the relation that was told, else the kind of the tie. */
  function reason({ kind, relation }: GraphEvidence): string {
    if (relation !== null) return t(`customers.relations.kind.${relation}`)
    return t(`customers.graph.reason.${kind}`)
  }

  function transfers({ transfers: sum }: GraphEvidence): string {
    if (sum === null) return ''
    const { count, inFen, outFen } = sum
    const parts = [
      ...(inFen > 0 ? [t('customers.graph.got', { amount: money.wan(inFen) })] : []),
      ...(outFen > 0 ? [t('customers.graph.gave', { amount: money.wan(outFen) })] : []),
    ]
    return `${parts.join(' ')} · ${t('customers.graph.times', { count }, count)}`
  }

  /** What a reason rests on, short: money with its count, else the source and the month. */
  function ground(evidence: GraphEvidence): string {
    if (evidence.transfers !== null) return transfers(evidence)
    const source = t(`customers.graph.source.${evidence.source}`)
    return evidence.on === null ? source : `${source} ${evidence.on.slice(0, 7)}`
  }

  function strength(evidence: GraphEvidence): string {
    return t(`customers.graph.strength.${evidence.strength}`)
  }

  /** A node's name; a number that many share says so. */
  function name(node: GraphNode): string {
    return node.kind === 'phone' ? t('customers.graph.phone', { number: node.name }) : node.name
  }

  /** What stands below the name: tier and AUM, how many others, or that nobody knows more. */
  function note(node: GraphNode, graph: CustomerGraph): string {
    if (node.others !== null && node.others > 0) {
      const key =
        node.others >= graph.mostCounted ? 'customers.graph.othersMost' : 'customers.graph.others'
      return t(key, { count: node.others }, node.others)
    }
    if (node.tier === null) return t(`customers.graph.outside.${node.kind}`)
    const tier = t(`words.tier.${node.tier}`)
    const shown = node.aumFen === null ? tier : `${tier} · ${money.wan(node.aumFen)}`
    return node.deceased ? `${t('customers.graph.deceased')} · ${shown}` : shown
  }

  return { reason, ground, transfers, strength, name, note }
}
