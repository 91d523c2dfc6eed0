import { startWebhookReceiver, type WebhookReceiver } from '../../tests/support/webhook-receiver.ts'

/** One of so many requests is answered 500. */
const FAILS_ONE_IN = 5

/** Somebody's application, which counts how often it has accepted each event. */
export interface CountingReceiver extends Pick<WebhookReceiver, 'url' | 'stop'> {
  accepted: Map<string, number>
  refused: number
}

export async function startCountingReceiver({ isFailing }: { isFailing: boolean }): Promise<CountingReceiver> {
  const receiver = await startWebhookReceiver()
  const counting: CountingReceiver = { url: receiver.url, stop: receiver.stop, accepted: new Map(), refused: 0 }
  let requests = 0
  receiver.answer = ({ body }) => {
    // The bodies of a hundred thousand events are not kept.
    receiver.received.length = 0
    requests += 1
    if (isFailing && requests % FAILS_ONE_IN === 0) {
      counting.refused += 1
      return 500
    }
    const { id } = JSON.parse(body)
    counting.accepted.set(id, (counting.accepted.get(id) ?? 0) + 1)
    return 200
  }
  return counting
}
