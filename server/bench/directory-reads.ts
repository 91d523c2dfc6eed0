import { LARGE_ORGANIZATION, memberId, organizationId, RARE_EVENT } from './fill-directory.ts'
import type { Reads } from './measure-reads.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Users, memberships and events as `fillDirectory` made so many of. */
export function directoryReads(count: number): Reads {
  const middle = Math.floor(count / 2)
  const user = (index: number) => `user_02${String(index).padStart(24, '0')}`
  const daysAgo = (days: number) => encodeURIComponent(new Date(Date.now() - days * DAY_MS).toISOString())
  return {
    'a user': `/user_management/users/${user(middle)}`,
    'a user by external id': `/user_management/users/external_id/external-${middle}`,
    users: '/user_management/users?limit=10',
    'users, in the middle': `/user_management/users?limit=10&after=${user(middle)}`,
    'users, oldest first': '/user_management/users?limit=10&order=asc',
    'users: an address': `/user_management/users?email=person${middle}@directory.example`,
    'users: of a small organization': `/user_management/users?organization_id=${organizationId(7)}`,
    'users: of one with half of all': `/user_management/users?organization_id=${LARGE_ORGANIZATION}`,
    'users: of it, in the middle': `/user_management/users?organization_id=${LARGE_ORGANIZATION}&after=${user(middle)}`,
    'a membership': `/user_management/organization_memberships/${memberId(middle)}`,
    'memberships: of a user': `/user_management/organization_memberships?user_id=${user(middle)}`,
    'memberships: of a small organization': `/user_management/organization_memberships?organization_id=${organizationId(7)}`,
    'memberships: of one with half of all': `/user_management/organization_memberships?organization_id=${LARGE_ORGANIZATION}`,
    'memberships: of it, none inactive': `/user_management/organization_memberships?organization_id=${LARGE_ORGANIZATION}&statuses=inactive`,
    'sessions of a user': `/user_management/users/${user(middle)}/sessions`,
    events: '/events?limit=10',
    'events, newest first': '/events?limit=10&order=desc',
    'events: a common name': '/events?limit=10&events=session.created',
    'events: a rare name': `/events?limit=10&events=${RARE_EVENT}`,
    'events: a common name and a rare one': `/events?limit=10&events=session.created,${RARE_EVENT}`,
    'events: from a time on': `/events?limit=10&range_start=${daysAgo(3)}`,
    'events: up to a time, newest first': `/events?limit=10&order=desc&range_end=${daysAgo(10)}`,
    'events: a rare name, from a time on': `/events?limit=10&events=${RARE_EVENT}&range_start=${daysAgo(3)}`,
    'events: a time long ago': `/events?limit=10&range_start=${daysAgo(400)}&range_end=${daysAgo(399)}`,
  }
}
