import { JwtTemplateError } from './template.ts'

/** Walks through a template from its beginning to its end, and never back. */
export interface Scanner {
  isAt(text: string): boolean
  isAtEnd(): boolean
  /** Goes past the text if it stands here. */
  skip(text: string): boolean
  skipSpace(): void
  /** Goes past what a sticky expression matches here, and answers it. */
  take(pattern: RegExp): string | undefined
  /** With the place that has been reached. */
  error(message: string): JwtTemplateError
}

const SPACE = /[ \t\r\n]+/y

export function scan(content: string): Scanner {
  let position = 0
  const take = (pattern: RegExp) => {
    pattern.lastIndex = position
    const [found] = pattern.exec(content) ?? []
    position += found?.length ?? 0
    return found
  }
  return {
    isAt: (text) => content.startsWith(text, position),
    isAtEnd: () => position >= content.length,
    skip(text) {
      const isHere = content.startsWith(text, position)
      if (isHere) position += text.length
      return isHere
    },
    skipSpace: () => void take(SPACE),
    take,
    error(message) {
      const lines = content.slice(0, position).split('\n')
      return new JwtTemplateError(`${message} (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`)
    },
  }
}
