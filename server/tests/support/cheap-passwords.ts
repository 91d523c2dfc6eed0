import { createPasswords, type PasswordCost } from '../../src/platform/passwords.ts'

const LEAST: PasswordCost = { memoryCost: 8, timeCost: 1 }

/** The real thing at the least cost that the function knows. Half the time of the suite went into hashing. */
export const createCheapPasswords = (given: { concurrency?: number } = {}) => createPasswords({ ...given, cost: LEAST })
