import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'

/** Hashing is queued: it shares the thread pool with token signing, and a flood of sign-ins must not slow a sign-out. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Without a stored hash it does the same work and answers false, so that the time does not tell who has an account. */
  verify(storedHash: string | null | undefined, password: string): Promise<boolean>
  /** How many wait for their turn. */
  waiting(): number
}

/** More hashing is waiting than can be done in a reasonable time; the caller should answer 503 with `Retry-After`. */
export class TooBusyError extends Error {}

/** Memory in KiB, and how many times it is passed over. */
export interface PasswordCost {
  memoryCost: number
  timeCost: number
}

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const RECOMMENDED_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 }
/** 2 is the library's number for argon2id. */
const ARGON2ID = { algorithm: 2, parallelism: 1 }
const LONGEST_QUEUE = 200

/** NFC first: the same password typed on two keyboards may arrive as different code points (NIST SP 800-63B-4, 3.1.1.2). */
const normalize = (password: string) => password.normalize('NFC')

/** Another `cost` only in tests: most of their time would go into it. */
export function createPasswords({
  concurrency = Math.max(1, availableParallelism() - 1),
  cost = RECOMMENDED_COST,
} = {}): Passwords {
  const inTurn = createQueue(concurrency)
  const options = { ...ARGON2ID, ...cost }
  let decoy: Promise<string> | undefined
  return {
    hash: (password) => inTurn(() => hash(normalize(password), options)),
    async verify(storedHash, password) {
      decoy ??= hash('no account has this password', options)
      const expected = storedHash ?? (await decoy)
      const matches = await inTurn(() => verify(expected, normalize(password)))
      return matches && typeof storedHash === 'string'
    },
    waiting: inTurn.waiting,
  }
}

function createQueue(concurrency: number) {
  const waiting: (() => void)[] = []
  let running = 0
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting.length >= LONGEST_QUEUE) throw new TooBusyError('Too many passwords are waiting to be hashed.')
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
  return Object.assign(inTurn, { waiting: () => waiting.length })
}
