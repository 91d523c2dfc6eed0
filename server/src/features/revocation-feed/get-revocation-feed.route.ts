import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { feedEntry, positionedEntry, toPositionedEntry } from './feed-entry.ts'
import { feedEvents } from './feed-events.ts'
import { CLOCK_SKEW_SECONDS } from './feed-window.ts'
import { findBeginning } from './find-beginning.ts'
import { toPosition } from './place.ts'
import { type FeedPage, waitForEntries } from './poll-feed.ts'
import { streamFeed } from './stream-feed.ts'

const page = z
  .object({
    object: z.literal('revocations'),
    data: z.array(positionedEntry),
    early: z.array(feedEntry).meta({
      description:
        'To be refused at once as well. They come again with a position, when older transactions have ended.',
    }),
    position: z.string().meta({ description: 'For `after` of the next request.' }),
    has_more: z.boolean(),
    access_token_seconds: z.number(),
    clock_skew_seconds: z.number(),
    server_time: z.string(),
  })
  .meta({ id: 'RevocationPage' })

export const getRevocationFeed = defineRoute({
  method: 'get',
  path: '/user_management/sessions/revocations',
  summary: 'Follow what verifiers of access tokens have to refuse',
  description:
    'With `Accept: text/event-stream` a stream: everything that can still matter, or everything after `Last-Event-ID`, ' +
    'then each revocation as it is committed. Otherwise the same as JSON, with long polling.',
  tag: 'Sessions',
  caller: 'api-key',
  query: z.object({
    after: z.string().max(100).optional().meta({
      description:
        'Only what comes after this position; the header `Last-Event-ID` says the same. Default: all that can matter.',
    }),
    wait_seconds: z.coerce.number().int().min(0).max(30).default(0).meta({
      description: 'JSON only: how long to wait when there is nothing new.',
    }),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(1000)
      .meta({ description: 'JSON only: number of entries.' }),
  }),
  responses: { 200: { json: page, events: feedEvents } },

  async handle(app, { query, request, caller }) {
    using seat = takeSeat(app)
    // Beforehand, so that an answer says nothing that is older than the question.
    await app.feed.catchUp()
    const beginning = await findBeginning(app, request.header('last-event-id') ?? query.after)
    const wantsStream = request.header('accept')?.includes('text/event-stream') ?? false
    // It keeps its seat for as long as it lasts; a page and an error leave theirs with this request.
    if (wantsStream) return ok(streamFeed(app, beginning, { apiKeyId: caller.id, seat: seat.move() }))
    const { limit, wait_seconds: waitSeconds } = query
    return ok(toPage(app, await waitForEntries(app, beginning.from, { limit, waitSeconds, apiKeyId: caller.id })))
  },
})

function takeSeat({ feed }: AppContext): DisposableStack {
  const leave = feed.takeSeat()
  if (!leave) throw tooManyConsumers(feed.mostConsumers)
  const seat = new DisposableStack()
  seat.defer(leave)
  return seat
}

function tooManyConsumers(most: number): ApiError {
  return new ApiError(503, `This server has ${most} consumers of the feed already. Ask another node, or later.`, {
    code: 'too_many_consumers',
    headers: { 'retry-after': '5' },
  })
}

function toPage({ config }: AppContext, { entries, early, next, hasMore, seenAt }: FeedPage): z.input<typeof page> {
  return {
    object: 'revocations',
    data: entries.map(toPositionedEntry),
    early: early.map(({ data }) => data),
    position: toPosition(next),
    has_more: hasMore,
    access_token_seconds: config.session.accessTokenSeconds,
    clock_skew_seconds: CLOCK_SKEW_SECONDS,
    server_time: seenAt.toISOString(),
  }
}
