/** Numbers a round adds to its part, by name: counts add up, names starting with `max` keep the largest. */
export type Figures = Readonly<Record<string, number>>

/** What one round found. `broken` names each promise that did not hold, in words a reader can act upon. */
export interface Round {
  readonly figures: Figures
  readonly broken: readonly string[]
}

/** What every round of a part is given. */
export interface RoundInput {
  /** Counts from 0; with `seed` it fixes everything that is drawn at random. */
  readonly index: number
  readonly seed: number
  /** An empty folder of this round's own; what a broken promise leaves here is kept. */
  readonly folder: string
}

/** One line of the closing table: what was counted, what it should be, and whether it is. */
export interface Outcome {
  readonly what: string
  readonly value: string
  readonly target: string
  readonly held: boolean
}

/** One kind of proof. Rounds do not depend on each other, so a stopped run goes on with the next one. */
export interface Part {
  readonly name: string
  readonly title: string
  /** How many rounds the full run and the short run take. */
  readonly rounds: { readonly full: number; readonly short: number }
  /** Why this machine cannot run the part, or undefined. */
  unable(): Promise<string | undefined>
  /** What all rounds share (a compiled helper, a filled database); its `close` is called at the end. */
  open(folder: string, seed: number): Promise<RunningPart>
  /** The figures of all rounds in words; the same lines for the short run with the targets in proportion. */
  outcomes(sum: Figures, rounds: number): readonly Outcome[]
  /** Deliberate faults of the product that rounds of this part must notice. */
  readonly planted?: readonly Planted[]
}

/** The part with a deliberate fault in the product: it can fail. */
export interface Planted {
  readonly name: string
  open(folder: string, seed: number): Promise<RunningPart>
}

/** A part that is ready for its rounds. */
export interface RunningPart {
  round(input: RoundInput): Promise<Round>
  close(): Promise<void>
}
