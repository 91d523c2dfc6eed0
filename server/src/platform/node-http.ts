import { createRequire } from 'node:module'

/**
 * `import` would read every export of `node:http`, and for one of them, `WebSocket`, Node loads its whole fetch, which is a
 * tenth of the start and of the memory. `require` reads none before it is used.
 */
export const http: typeof import('node:http') = createRequire(import.meta.url)('node:http')
