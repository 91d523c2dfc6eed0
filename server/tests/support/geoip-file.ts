import { writeFileSync } from 'node:fs'

/** Where an IPv4 network is, as GeoLite2 City tells it. */
export interface Network {
  /** As `198.51.100.0/24`. */
  network: string
  city?: Record<string, string>
  country: string
}

const RECORD_BYTES = 3
const SEPARATOR = Buffer.alloc(16)
const METADATA_MARK = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1')

/** Writes a real database, small: https://maxmind.github.io/MaxMind-DB/, with records of 24 bits. */
export function writeGeoipFile(path: string, networks: Network[]): void {
  const tree: [Branch, Branch][] = [[undefined, undefined]]
  const data: Buffer[] = []
  for (const { network, city, country } of networks) {
    const offset = data.reduce((bytes, { length }) => bytes + length, 0)
    data.push(encode({ ...(city ? { city: { names: city } } : {}), country: { iso_code: country } }))
    plant(tree, bitsOf(network), { offset })
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test-City',
    description: { en: 'Places of the tests' },
    ip_version: 4,
    languages: ['en'],
    node_count: tree.length,
    record_size: 8 * RECORD_BYTES,
  })
  writeFileSync(
    path,
    Buffer.concat([...tree.flat().map(record(tree.length)), SEPARATOR, ...data, METADATA_MARK, metadata]),
  )
}

/** To another node, to a place in the data section, or to nowhere. */
type Branch = number | { offset: number } | undefined

function bitsOf(network: string): (0 | 1)[] {
  const [address = '', length] = network.split('/')
  const bits = address.split('.').map((byte) => Number(byte).toString(2).padStart(8, '0'))
  return [...bits.join('')].slice(0, Number(length)).map((bit) => (bit === '1' ? 1 : 0))
}

function plant(tree: [Branch, Branch][], bits: (0 | 1)[], leaf: { offset: number }): void {
  let node = 0
  for (const [depth, bit] of bits.entries()) {
    const branches = tree[node] ?? [undefined, undefined]
    if (depth === bits.length - 1) {
      branches[bit] = leaf
      return
    }
    const next = branches[bit]
    if (typeof next === 'number') {
      node = next
      continue
    }
    node = tree.push([undefined, undefined]) - 1
    branches[bit] = node
  }
}

function record(nodes: number): (branch: Branch) => Buffer {
  return (branch) => {
    const bytes = Buffer.alloc(RECORD_BYTES)
    const target = typeof branch === 'object' ? nodes + SEPARATOR.length + branch.offset : (branch ?? nodes)
    bytes.writeUIntBE(target, 0, RECORD_BYTES)
    return bytes
  }
}

type Value = string | number | Value[] | { [key: string]: Value }

const [TEXT, MAP, NUMBER, LIST] = [2, 7, 6, 11] as const

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value)
    return Buffer.concat([control(TEXT, bytes.length), bytes])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(NUMBER, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(LIST, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([control(MAP, entries.length), ...entries.flat().map(encode)])
}

/** Sizes of 29 and more take another byte; types above 7 are told in a second one. */
function control(type: number, size: number): Buffer {
  const [short, more] = size < 29 ? [size, []] : [29, [size - 29]]
  return type <= 7 ? Buffer.from([(type << 5) | short, ...more]) : Buffer.from([short, type - 7, ...more])
}
