import { z } from 'zod'

/** What stands on a page that goes on paper: who printed it, and when. `printId` is good for one printing, soon. */
export const printStampSchema = z.strictObject({
  printId: z.string(),
  staffNo: z.string(),
  name: z.string(),
  branchName: z.string(),
  atMs: z.int(),
})
export type PrintStamp = z.infer<typeof printStampSchema>
