import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** What the metadata begins with, and how far from the end at most (MaxMind DB file format 2.0). */
const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1')
const METADATA_MOST_BYTES = 128 * 1024

/**
 * Undefined if the file looks like a database of places. It is read whole when the first place is looked up, and by then
 * nobody watches who could put the setting right.
 */
export function geoipFileProblem(file: string): string | undefined {
  const whatToDo = 'give the path of a database in the MaxMind format (.mmdb)'
  if (!existsSync(file)) return `there is no file at ${file}; ${whatToDo}`
  try {
    return readEnd(file).includes(METADATA_MARKER) ? undefined : `${file} is something else; ${whatToDo}`
  } catch (error) {
    return `cannot read ${file} (${error instanceof Error ? error.message : String(error)}); ${whatToDo}`
  }
}

function readEnd(file: string): Buffer {
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    const end = Buffer.alloc(Math.min(size, METADATA_MOST_BYTES))
    const count = readSync(handle, end, 0, end.length, size - end.length)
    return end.subarray(0, count)
  } finally {
    closeSync(handle)
  }
}
