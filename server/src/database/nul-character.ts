/** Somebody sent text with a NUL in it, which PostgreSQL cannot hold. Nobody means one, so both databases refuse it. */
export class NulCharacterError extends Error {}

/** Asked of the parameters of every statement. */
export function refuseNul(parameters: readonly unknown[]): void {
  const hasNul = parameters.some((value) => typeof value === 'string' && value.includes('\0'))
  if (hasNul) throw new NulCharacterError('A parameter of a statement contains a NUL character.')
}
