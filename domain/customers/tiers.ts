/** Customer tiers, lowest first: 普通 潜力 金 白金 钻石 私行. */
export const tiers = ['standard', 'potential', 'gold', 'platinum', 'diamond', 'private'] as const
export type Tier = (typeof tiers)[number]
