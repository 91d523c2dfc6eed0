import { z } from 'zod'

/** A list in a query string, which the SDKs write in three ways: `a,b`, a repeated parameter, and a repeated `name[]`. */
export function listParameter(most: number) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value) =>
      [value]
        .flat()
        .flatMap((part) => part.split(','))
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string()).max(most))
    .optional()
}
