import { sql } from 'kysely'
import type { Database } from '../src/database/database.ts'

/** Over how much time they are spread. */
export const AGE_MS = 20 * 24 * 60 * 60 * 1000

/** So many rows, numbered from 0, which came about one after another in the last weeks. */
export interface Filling {
  count: number
  now: Date
}

/** Numbers, texts and times in SQL have no common form. */
export interface Dialect {
  rows(part: { from: number; to: number }): ReturnType<typeof sql>
  padded(expression: string): ReturnType<typeof sql>
  hex(expression: string, digits: number): ReturnType<typeof sql>
  time(filling: Filling, laterMs?: number): ReturnType<typeof sql>
  /** Of that time; where another has its random part this one has the number. */
  ulid(filling: Filling): ReturnType<typeof sql>
}

const msOf = ({ count, now }: Filling, laterMs: number) =>
  `(${now.getTime() - AGE_MS + laterMs} + cast(i as bigint) * ${Math.floor(AGE_MS / count)})`

/** Five bits for each character, most significant first. */
const ulidOf = (filling: Filling, number: string) => {
  const characters = Array.from({ length: 10 }, (_, index) => {
    const bits = `((${msOf(filling, 0)} >> ${5 * (9 - index)}) & 31)`
    return `substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', cast(${bits} as integer) + 1, 1)`
  })
  return sql.raw([...characters, number].join(' || '))
}

export const DIALECTS: Record<Database['kind'], Dialect> = {
  sqlite: {
    rows: ({ from, to }) =>
      sql`(with recursive numbers(i) as (select ${sql.lit(from)} union all select i + 1 from numbers where i + 1 < ${sql.lit(to)}) select i from numbers)`,
    padded: (expression) => sql.raw(`printf('%024d', ${expression})`),
    ulid: (filling) => ulidOf(filling, "printf('%016d', i)"),
    hex: (expression, digits) => sql.raw(`printf('%0${digits}x', ${expression})`),
    time: (filling, laterMs = 0) =>
      sql.raw(`strftime('%Y-%m-%dT%H:%M:%fZ', ${msOf(filling, laterMs)} / 1000.0, 'unixepoch')`),
  },
  postgres: {
    rows: ({ from, to }) => sql`generate_series(${sql.lit(from)}, ${sql.lit(to - 1)}) as numbers(i)`,
    padded: (expression) => sql.raw(`lpad((${expression})::text, 24, '0')`),
    ulid: (filling) => ulidOf(filling, "lpad(i::text, 16, '0')"),
    hex: (expression, digits) => sql.raw(`lpad(to_hex(${expression}), ${digits}, '0')`),
    time: (filling, laterMs = 0) =>
      sql.raw(
        `to_char(to_timestamp(${msOf(filling, laterMs)} / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      ),
  },
}
