/**
 * Of a query string or a form. A repeated parameter becomes a list, which the contract of a single one refuses: nobody
 * can rely on the first or the last. Lists grow in place, because 100 KB of `a&a&a…` would keep everybody waiting
 * for half a minute if each were copied.
 */
export function readParameters(text: string): Record<string, string | string[]> {
  const parameters: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    const earlier = parameters[name]
    if (earlier === undefined) parameters[name] = value
    else if (typeof earlier === 'string') parameters[name] = [earlier, value]
    else earlier.push(value)
  }
  return parameters
}
