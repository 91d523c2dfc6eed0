import { acknowledge } from './acknowledge-revocations.route.ts'
import { getRevocationFeed } from './get-revocation-feed.route.ts'
import { getSessionReceipt } from './get-session-receipt.route.ts'

export const revocationFeedRoutes = [getRevocationFeed, acknowledge, getSessionReceipt]
