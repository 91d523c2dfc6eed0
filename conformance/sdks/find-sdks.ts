import { findCurl } from './curl.ts'
import { installGo } from './go.ts'
import { installJava } from './java.ts'
import { findNode } from './javascript.ts'
import { findPhp } from './php.ts'
import { installPython } from './python.ts'
import { findRuby } from './ruby.ts'
import { LANGUAGES, type Language, type Sdk, SdkAbsent } from './sdk.ts'

const FINDERS: Record<Language, () => Promise<Sdk>> = {
  curl: findCurl,
  javascript: findNode,
  go: installGo,
  ruby: findRuby,
  java: installJava,
  python: installPython,
  php: findPhp,
}

/** In CI these must run. The SDKs of the others come from registries that are not everywhere in reach. */
const REQUIRED_IN_CI: Language[] = ['curl', 'javascript', 'java', 'python']

export type Found = { language: Language; sdk: Sdk } | { language: Language; absence: string }

/** Each language's official SDK, installed where it is missing, or the reason why it cannot run here. */
export async function findSdks(wanted: readonly Language[] = LANGUAGES): Promise<Found[]> {
  const found: Found[] = []
  for (const language of wanted) found.push(await find(language))
  return found
}

async function find(language: Language): Promise<Found> {
  try {
    return { language, sdk: await FINDERS[language]() }
  } catch (error) {
    if (!(error instanceof SdkAbsent)) throw error
    if (process.env.CI && REQUIRED_IN_CI.includes(language)) {
      throw new Error(`CI must run ${language}, and it cannot: ${error.message}`)
    }
    return { language, absence: error.message }
  }
}
