import { z } from 'zod'
import { feedEntry } from './feed-entry.ts'

/** Every kind of event of the stream and its data. */
export const feedEvents = {
  hello: z
    .object({
      object: z.literal('revocation_feed'),
      access_token_seconds: z.number(),
      clock_skew_seconds: z.number(),
      heartbeat_seconds: z.number(),
      server_time: z.string(),
    })
    .meta({ id: 'RevocationFeedHello', description: 'The first event.' }),
  reset: z.object({}).meta({
    id: 'RevocationFeedReset',
    description:
      'The position is not known here or too old to go on from: everything that can matter follows. Keep what you have.',
  }),
  revocation: feedEntry,
  early: feedEntry,
  heartbeat: z
    .object({ position: z.string(), server_time: z.string() })
    .meta({ id: 'RevocationFeedHeartbeat', description: 'Everything up to `position` has been sent.' }),
  bye: z
    .object({ reason: z.enum(['slow_consumer', 'shutting_down', 'key_revoked']) })
    .meta({ id: 'RevocationFeedBye', description: 'The connection closes. Connect again with `Last-Event-ID`.' }),
}
