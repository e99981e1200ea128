/** Modules counted for the breadth of use (功能广度); each channel of a business action names one. */
export const usageModules = [
  'workbench',
  'key_transactions',
  'customers',
  'groups',
  'counter',
  'risk',
  'training',
  'sync',
] as const
export type UsageModule = (typeof usageModules)[number]

/** Whether a name, as records of any version give it, is a module of today. */
export function isUsageModule(name: unknown): name is UsageModule {
  return usageModules.some((module) => module === name)
}
