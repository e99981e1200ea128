/** What the flags depend on. */
export interface FlagOptions {
  profile: string
  headless: boolean
  sandbox: boolean
  /** Opens a loopback debugging port for Playwright; without it there is none. */
  debugPort: number | undefined
}

/** Chromium's command line: quiet, offline, and the same pixels on every machine. */
export function browserFlags(options: FlagOptions): string[] {
  return [
    `--user-data-dir=${options.profile}`,
    '--remote-debugging-pipe',
    ...(options.debugPort === undefined ? [] : [`--remote-debugging-port=${options.debugPort}`]),
    '--no-startup-window',
    ...(options.headless ? ['--headless=new', '--hide-scrollbars'] : []),
    ...(options.sandbox ? [] : ['--no-sandbox', '--test-type']),
    '--no-first-run',
    '--no-default-browser-check',
    '--no-service-autorun',
    '--password-store=basic',
    '--use-mock-keychain',
    '--lang=zh-CN',
    '--force-color-profile=srgb',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-component-extensions-with-background-pages',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--disable-quic',
    '--disable-breakpad',
    '--disable-domain-reliability',
    '--disable-field-trial-config',
    '--disable-search-engine-choice-screen',
    '--disable-hang-monitor',
    '--disable-dev-shm-usage',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-back-forward-cache',
    '--deny-permission-prompts',
    '--edge-skip-compat-layer-relaunch',
    '--metrics-recording-only',
    '--no-pings',
    `--disable-features=${disabledFeatures.join(',')}`,
  ]
}

const disabledFeatures = [
  'AimEnabled',
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'InterestFeedContentSuggestions',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'SpareRendererForSitePerProcess',
  'Translate',
]
