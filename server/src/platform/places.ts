import { readFile, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { CityResponse, Reader } from 'mmdb-lib'
import type { Logger } from './logger.ts'

export interface Place {
  city: string | undefined
  country: string
}

/** Where addresses are, as far as a database on this machine knows. Nobody outside is asked. */
export interface Places {
  /** Named in that language; undefined if it is unknown. */
  find(ipAddress: string | null, language: string): Promise<Place | undefined>
}

/**
 * A file in the MaxMind DB format 2.0 with records like those of GeoLite2 City, DB-IP or IPinfo's compatible ones. Read
 * when the first place is looked up, because it takes up to 60 MB that many servers never need, and again when the file
 * has been replaced: such databases are renewed every week.
 */
export function createPlaces(file: string | undefined, log: Logger): Places {
  let loaded: { version: number; reader: Promise<Reader<CityResponse> | undefined> } | undefined
  const readerOf = async (path: string) => {
    const version = await stat(path).then(({ mtimeMs }) => mtimeMs)
    if (loaded?.version !== version) loaded = { version, reader: openReader(path, log) }
    return await loaded.reader
  }
  return {
    async find(ipAddress, language) {
      if (file === undefined || ipAddress === null || isIP(ipAddress) === 0) return undefined
      // Gone for a moment while it is being replaced: then the page does without.
      const reader = await readerOf(file).catch(() => undefined)
      const found = reader?.get(ipAddress)
      return found ? describePlace(found, language) : undefined
    },
  }
}

async function openReader(path: string, log: Logger): Promise<Reader<CityResponse> | undefined> {
  const { Reader } = await import('mmdb-lib')
  try {
    return new Reader<CityResponse>(await readFile(path))
  } catch (error) {
    log.error('GATEHOUSE_GEOIP is not a database that can be read; places are left out.', error, { path })
    return undefined
  }
}

/** The databases name cities in some languages, English among them; countries have names in all of ours. */
function describePlace({ city, country }: CityResponse, language: string): Place | undefined {
  const names: Partial<Record<string, string>> = { ...city?.names }
  const countryName = country?.iso_code && new Intl.DisplayNames(language, { type: 'region' }).of(country.iso_code)
  return countryName ? { city: names[language] ?? names.en, country: countryName } : undefined
}
