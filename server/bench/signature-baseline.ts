import { fork } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'

/** CPU microseconds for one bare RSA-2048 signature, with the key ready. */
export interface SignatureCpu {
  /** One after another on one thread. */
  alone: number
  /** 64 at once on a thread pool as wide as the machine, as the server makes them: the cores slow one another down. */
  pooled: number
}

/** In a process of its own, which has nothing else to do. */
export function startSignatureBaseline(): { measure(): Promise<SignatureCpu>; stop(): void } {
  const child = fork(import.meta.filename, [], {
    env: { ...process.env, UV_THREADPOOL_SIZE: String(Math.max(2, availableParallelism())) },
  })
  return {
    async measure() {
      child.send('measure')
      const [result] = await once(child, 'message')
      return result
    },
    stop: () => child.disconnect(),
  }
}

const MILLISECONDS = 250
const AT_ONCE = 64
const TOKEN = Buffer.alloc(600, 'a')

if (import.meta.main) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signAlone = () => sign('sha256', TOKEN, privateKey)
  const signPooled = () => {
    const { promise, resolve } = Promise.withResolvers()
    sign('sha256', TOKEN, privateKey, resolve)
    return promise
  }
  const measure = async (): Promise<SignatureCpu> => ({
    alone: await cpuOfEach(1, async () => void signAlone()),
    pooled: await cpuOfEach(AT_ONCE, signPooled),
  })
  process.on('message', () => void measure().then((result) => process.send?.(result)))
}

async function cpuOfEach(atOnce: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  const end = performance.now() + MILLISECONDS
  let count = 0
  const repeat = async () => {
    for (; performance.now() < end; count++) await work()
  }
  await Promise.all(Array.from({ length: atOnce }, repeat))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}
