import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { SmtpServer } from '../../src/platform/mailer.ts'

/** A mail as it went over the wire. */
export interface ReceivedMail {
  /** The addresses of the envelope: where it really goes. */
  recipients: string[]
  head: string
  body: string
}

export interface TestSmtpServer {
  settings: SmtpServer
  received: ReceivedMail[]
  /** From now on every mail is refused with these words; undefined: taken again. */
  refuseWith(words: string | undefined): void
  /** From now on a mail is received, and only answered when it is released. */
  hold(): { release(): void }
  [Symbol.asyncDispose](): Promise<void>
}

export const LOGIN = { user: 'gatehouse', password: 'pass word/of:mail' }

/** A real one, on a port of its own. Takes mail from `LOGIN` only. */
export async function startSmtpServer(): Promise<TestSmtpServer> {
  const received: ReceivedMail[] = []
  let refusal: string | undefined
  let answering = Promise.resolve()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      const isKnown = username === LOGIN.user && password === LOGIN.password
      callback(isKnown ? null : new Error('Wrong login'), { user: username })
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusal !== undefined) return callback(Object.assign(new Error(refusal), { responseCode: 554 }))
        const [head = '', ...body] = Buffer.concat(chunks).toString().split('\r\n\r\n')
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        received.push({ recipients, head, body: body.join('\r\n\r\n') })
        void answering.then(() => callback())
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo // listening on a port, so not a pipe's name
  return {
    settings: { host: '127.0.0.1', port, isTlsFromStart: false, login: LOGIN },
    received,
    refuseWith(words) {
      refusal = words
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      answering = promise
      return { release: resolve }
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
