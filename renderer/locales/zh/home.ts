/** Sentences of the start page of people without a book of customers. */
export const home = {
  hello: '{name}，您好',
  role: '岗位：{roles}',
  facts: '本月使用与本机状态',
  effective: '本月有效使用',
  ofTarget: '/ {target} 次',
  logins: '本月登录',
  times: '次',
  pending: '待上传',
  rejected: '被退回',
  lastSync: '上次同步',
  can: '您现在可以',
  things: {
    usage: '在右下方看到本月有效使用与登录次数，两个数分开计算，点开可看口径',
    sync: '在同步中心看到本机的连接、待上传、被退回与数据时点',
    diagnostics: '导出诊断信息交信息科技人员，其中没有客户信息',
    lock: '离开座位时锁定屏幕（Ctrl L），或退出让同事登录',
  },
  openSync: '打开同步中心',
  searchHint: '查找功能',
  notHere: '客户信息',
  notHereNote:
    '您的岗位不查看客户名单与客户详情，因此这里没有“我的客户”。如您的工作需要，请联系网点主任调整岗位；调整后下次登录即可看到。',
}
