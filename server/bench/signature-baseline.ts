import { generateKeyPairSync, sign } from 'node:crypto'

const TOKEN_BYTES = 600

/** Measures what nothing can be cheaper than: a bare RSA-2048 signature, with the key ready. */
export function createSignatureBaseline() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const input = Buffer.alloc(TOKEN_BYTES, 'a')

  /** CPU microseconds for one, made one after another on this thread. */
  return (milliseconds: number): number => {
    const cpu = process.cpuUsage()
    const end = performance.now() + milliseconds
    let count = 0
    for (; performance.now() < end; count++) sign('sha256', input, privateKey)
    const { user, system } = process.cpuUsage(cpu)
    return (user + system) / count
  }
}
