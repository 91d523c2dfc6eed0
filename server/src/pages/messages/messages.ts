import type { Language } from '../languages.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'

/**
 * All words of the hosted pages and mails. The English file says what there is: a key that a translation lacks, or has
 * besides, does not compile, and `messages.test.ts` finds what the compiler cannot.
 */
export type Messages = typeof en

export const messages: Record<Language, Messages> = { en, de, fr, es, ja, ar }
