import assert from 'node:assert/strict'
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeGeoipFile } from '../../tests/support/geoip-file.ts'
import { temporaryFolder } from '../../tests/support/temporary-folder.ts'
import { createLogger } from './logger.ts'
import { createPlaces } from './places.ts'

const folder = temporaryFolder('places')

const file = join(folder, 'city.mmdb')
const lines: string[] = []
const log = createLogger((line) => lines.push(line))
const munich = { network: '198.51.100.0/24', city: { en: 'Munich', de: 'München' }, country: 'DE' }

test('an address has its city and country in the language asked for, as far as they are known', async () => {
  writeGeoipFile(file, [munich, { network: '203.0.113.128/25', country: 'JP' }])
  const places = createPlaces(file, log)
  const inEveryWay = (ip: string | null) => Promise.all(['en', 'de', 'ar'].map((language) => places.find(ip, language)))

  assert.deepEqual(await inEveryWay('198.51.100.7'), [
    { city: 'Munich', country: 'Germany' },
    { city: 'München', country: 'Deutschland' },
    { city: 'Munich', country: 'ألمانيا' },
  ])
  assert.deepEqual(await inEveryWay('203.0.113.200'), [
    { city: undefined, country: 'Japan' },
    { city: undefined, country: 'Japan' },
    { city: undefined, country: 'اليابان' },
  ])
  for (const unknown of [
    '203.0.113.1',
    '192.0.2.1',
    '::1',
    '2001:db8::1',
    'unknown',
    '198.51.100.7, 10.0.0.1',
    '',
    null,
  ])
    assert.deepEqual(await inEveryWay(unknown), [undefined, undefined, undefined], String(unknown))
  assert.deepEqual(lines, [])
})

test('a new file takes the place of the old one without a restart', async () => {
  writeGeoipFile(file, [munich])
  const places = createPlaces(file, log)
  assert.equal((await places.find('198.51.100.7', 'en'))?.city, 'Munich')

  writeGeoipFile(file, [{ ...munich, city: { en: 'Lyon' }, country: 'FR' }])
  utimesSync(file, 1, 1)

  assert.deepEqual(await places.find('198.51.100.7', 'en'), { city: 'Lyon', country: 'France' })
})

test('without a file, without one for a moment, or with one that is something else there are no places, and no errors', async () => {
  const broken = join(folder, 'broken.mmdb')
  writeFileSync(broken, 'not a database')

  for (const path of [undefined, join(folder, 'missing.mmdb'), broken]) {
    const places = createPlaces(path, log)
    assert.equal(await places.find('198.51.100.7', 'en'), undefined)
    assert.equal(await places.find('198.51.100.7', 'en'), undefined)
  }

  assert.equal(lines.length, 1, 'said once')
  assert.match(lines[0] ?? '', /GATEHOUSE_GEOIP is not a database that can be read.*broken\.mmdb/s)
})
