import type { AppContext } from '../../src/context.ts'
import { sendEmails } from '../../src/features/emails/send-emails.ts'
import { mailWantedResets } from '../../src/features/password-reset/mail-wanted-resets.ts'
import type { Email, Mailer } from '../../src/platform/mailer.ts'

/** Takes every mail, and shows it to the test. */
export interface Mailbox {
  mailer: Mailer
  /** What the background jobs would send, sent now: the mails since the last call. */
  collect(app: AppContext): Promise<Email[]>
}

export function createMailbox(): Mailbox {
  const mails: Email[] = []
  return {
    mailer: { send: async (_id, email) => void mails.push(email) },
    async collect(app) {
      await mailWantedResets(app)
      await sendEmails(app)
      return mails.splice(0)
    },
  }
}
