import type { Email } from '../../platform/mailer.ts'

const strings = {
  resetSubject: 'Set a new password',
  resetText: (
    link: string,
  ) => `Somebody asked to set a new password for your account. If it was you, open this link within an hour:

${link}

If it was not you, do nothing: your password stays as it is, and the link is of no use to anybody who cannot read your mail.
`,
  changedSubject: 'Your password was changed',
  changedText: `The password of your account was changed just now with a link that we mailed to you, and you were signed out everywhere.

If it was not you, somebody else can read your mail. Secure your mailbox first, then ask for a new password on the sign-in page.
`,
}

export function resetMail(to: string, link: string): Email {
  return { to, subject: strings.resetSubject, text: strings.resetText(link) }
}

export function passwordChangedMail(to: string): Email {
  return { to, subject: strings.changedSubject, text: strings.changedText }
}
