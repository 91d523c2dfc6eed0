import type { Messages } from '../../pages/messages/messages.ts'
import { type PasswordMistake, SHORTEST_PASSWORD } from './password-rules.ts'

/** For the person who chose the password. */
export function passwordMistake(text: Messages, mistake: PasswordMistake): string {
  return mistake === 'password-too-short'
    ? text.mistakes.passwordTooShort(SHORTEST_PASSWORD)
    : text.mistakes.passwordTooLong
}
