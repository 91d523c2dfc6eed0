/** A mail in plain text to one person. */
export interface Email {
  to: string
  subject: string
  text: string
}

/** Hands a mail over to whoever delivers it; rejects if they did not take it. */
export interface Mailer {
  /** The same id again means the same mail again: it is part of `Message-ID`, by which mailboxes know repetitions. */
  send(id: string, email: Email): Promise<void>
}

export interface Address {
  name: string
  address: string
}

/** Where mail is handed over. Holds a password, so it is never part of the configuration, which may be logged. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  isTlsFromStart: boolean
  login: { user: string; password: string } | undefined
}

const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 20_000

/** A new connection for each mail: there are few, and a connection kept open is one that may be dead. */
export function createSmtpMailer(server: SmtpServer, from: Address): Mailer {
  const { host, port, isTlsFromStart, login } = server
  const settings = {
    host,
    port,
    secure: isTlsFromStart,
    // Whoever is on the way could take the offer of STARTTLS out of the answer and read the password.
    requireTLS: login !== undefined && !isLoopback(host),
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    async send(id, { to, subject, text }) {
      // As an object: in a string, a comma or a bracket would make other recipients of it.
      const recipient = { name: '', address: to }
      const headers = { 'auto-submitted': 'auto-generated' }
      // Loaded with the first mail: it takes 24 MB, and many servers never send one.
      const { createTransport } = await import('nodemailer')
      await createTransport(settings).sendMail({
        from,
        to: recipient,
        subject,
        text,
        messageId: `<${id}@${domain}>`,
        headers,
      })
    },
  }
}

/** For development without an SMTP server: whoever started the server finds the link in its output. */
export function createPrintingMailer(print: (text: string) => void): Mailer {
  return {
    async send(_id, { to, subject, text }) {
      const body = text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n')
      print(`\n  --- E-mail, printed because GATEHOUSE_SMTP_URL is not set ---\n  To:       ${to}\n`)
      print(`  Subject:  ${subject}\n\n${body}\n  ---\n\n`)
    },
  }
}

function isLoopback(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1'].includes(host)
}
