import type { TestServer } from '../harness.ts'

/** Whatever has been logged, except what development mode tells of a `return_to` that was not followed. */
export function unexpectedLogLines({ logLines }: TestServer): string[] {
  return logLines.filter((line) => !line.includes('"message":"A return_to was not followed."'))
}
