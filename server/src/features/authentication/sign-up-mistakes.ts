import type { Messages } from '../../pages/messages/messages.ts'
import { passwordMistake } from '../passwords/password-mistake.ts'
import { whyPasswordIsRefused } from '../passwords/password-rules.ts'
import { userFields } from '../users/user-fields.ts'
import type { FieldErrors } from './sign-up.view.ts'

/** What can be wrong with a sign-up, as it stands in the address of the page that asks again. */
const MISTAKES = [
  'first-name-too-long',
  'last-name-too-long',
  'email',
  'email-taken',
  'too-many',
  'password-too-short',
  'password-too-long',
] as const

export type Mistake = (typeof MISTAKES)[number]

export function findMistakes(entered: {
  firstName: string
  lastName: string
  email: string
  password: string
}): Mistake[] {
  const mistakes: (Mistake | undefined)[] = [
    userFields.first_name.safeParse(entered.firstName).success ? undefined : 'first-name-too-long',
    userFields.last_name.safeParse(entered.lastName).success ? undefined : 'last-name-too-long',
    userFields.email.safeParse(entered.email).success ? undefined : 'email',
    whyPasswordIsRefused(entered.password),
  ]
  return mistakes.filter((mistake) => mistake !== undefined)
}

/** Of the page's address, where anything may stand. */
export function readMistakes(text: string): Mistake[] {
  const words = text.split(' ')
  return MISTAKES.filter((mistake) => words.includes(mistake))
}

/** For the person, by field; of two that concern one field the last is told. */
export function describeMistakes(text: Messages, mistakes: Mistake[]): FieldErrors {
  const words: Record<Mistake, FieldErrors> = {
    'first-name-too-long': { firstName: text.mistakes.nameTooLong },
    'last-name-too-long': { lastName: text.mistakes.nameTooLong },
    email: { email: text.mistakes.email },
    'email-taken': { email: text.mistakes.emailTaken },
    'too-many': { email: text.signIn.tooMany },
    'password-too-short': { password: passwordMistake(text, 'password-too-short') },
    'password-too-long': { password: passwordMistake(text, 'password-too-long') },
  }
  return Object.assign({}, ...mistakes.map((mistake) => words[mistake]))
}
