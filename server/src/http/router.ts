import type { Result, Router } from 'hono/router'
import { TrieRouter } from 'hono/router/trie-router'

/**
 * Hono's router for patterns that overlap, as ours do, and with a memory: finding a fixed path in it takes longer than
 * finding a row in SQLite. What is remembered is limited by the paths and methods there are.
 */
export function createRouter<T>(): Router<T> {
  const patterns = new TrieRouter<T>()
  const fixedPaths = new Set<string>()
  const found = new Map<string, Result<T>>()
  return {
    name: 'TrieRouter with a memory',
    add(method, path, handler) {
      if (!/[:*]/.test(path)) fixedPaths.add(path)
      patterns.add(method, path, handler)
    },
    match(method, path) {
      if (!fixedPaths.has(path)) return patterns.match(method, path)
      const key = `${method} ${path}`
      const result = found.get(key) ?? patterns.match(method, path)
      found.set(key, result)
      return result
    },
  }
}
