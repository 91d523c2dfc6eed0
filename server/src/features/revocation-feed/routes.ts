import { getRevocationFeed } from './get-revocation-feed.route.ts'

export const revocationFeedRoutes = [getRevocationFeed]
