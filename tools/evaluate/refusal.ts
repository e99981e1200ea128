/** What a person has to give or change before anything can be evaluated; in two languages. */
export class EvaluationRefusal extends Error {
  readonly zh: string
  readonly en: string

  constructor(zh: string, en: string) {
    super(en)
    this.zh = zh
    this.en = en
  }
}
