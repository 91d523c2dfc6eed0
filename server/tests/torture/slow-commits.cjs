// Loaded into the nodes before anything else. Between the statements of a transaction and its commit there is usually less
// than a millisecond, in which little can happen; with this one commit in twenty waits for up to a third of a second.
const { createRequire } = require('node:module')
const path = require('node:path')

const SHARE = 0.05
const LONGEST_MS = 350

if (process.argv[1]?.endsWith('gatehouse.cjs')) {
  const { Client } = createRequire(path.resolve(__dirname, '../../package.json'))('pg')
  const { query } = Client.prototype
  Client.prototype.query = function (...given) {
    const isCommit = given.length === 1 && given[0] === 'commit'
    if (!isCommit || Math.random() > SHARE) return query.apply(this, given)
    const pause = new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_MS))
    return pause.then(() => query.apply(this, given))
  }
}
