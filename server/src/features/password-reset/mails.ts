import type { Messages } from '../../pages/messages/messages.ts'
import type { Email } from '../../platform/mailer.ts'

export function resetMail(text: Messages, to: string, link: string): Email {
  return { to, subject: text.mails.resetSubject, text: text.mails.reset(link) }
}

export function passwordChangedMail(text: Messages, to: string): Email {
  return { to, subject: text.mails.changedSubject, text: text.mails.changed }
}
