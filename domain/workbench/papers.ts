/** Pages that go on paper: 晨会 走访清单 工作日志. */
export const papers = ['morning', 'visits', 'log'] as const
export type Paper = (typeof papers)[number]

/** Why each page is put on paper, as its usage record says. */
export const paperReasons = {
  morning: 'morning_meeting',
  visits: 'visits',
  log: 'evening_meeting',
} as const satisfies Record<Paper, string>

/** How a page leaves the screen: to a printer, or into a file. */
export const paperWays = ['printer', 'pdf'] as const
export type PaperWay = (typeof paperWays)[number]
