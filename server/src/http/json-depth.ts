const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/** How deep objects and arrays of a JSON text are in one another, also where the text is malformed further on. */
export function jsonDepth(text: string): number {
  let [depth, deepest, isInText] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isInText && code === BACKSLASH) at++
    else if (code === QUOTE) isInText = !isInText
    else if (!isInText && OPENING.has(code)) deepest = Math.max(deepest, ++depth)
    else if (!isInText && CLOSING.has(code)) depth--
  }
  return deepest
}
