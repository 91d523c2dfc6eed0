/** What a user agent says of itself, in the names that people know. */
export interface Device {
  kind: 'desktop' | 'mobile' | 'other'
  browser: string | undefined
  system: string | undefined
}

/** A program calls itself `name/version`, and that is what whoever runs it will recognise. */
const PROGRAM = /^[\w.@/-]{1,60}/

/** Loaded with the first page that shows one: its patterns take time and memory that most requests do not need. */
export async function describeUserAgent(userAgent: string | null): Promise<Device> {
  if (!userAgent) return { kind: 'other', browser: undefined, system: undefined }
  const { default: bowser } = await import('bowser')
  const { browser, os, platform } = bowser.parse(userAgent)
  const isKnown = Boolean(browser.name) && browser.name !== 'Unknown'
  return {
    kind: kindOf(platform.type),
    browser: (isKnown ? browser.name : PROGRAM.exec(userAgent)?.[0]) || undefined,
    system: os.name || undefined,
  }
}

function kindOf(platform: string | undefined): Device['kind'] {
  if (platform === 'desktop') return 'desktop'
  return platform === 'mobile' || platform === 'tablet' ? 'mobile' : 'other'
}
