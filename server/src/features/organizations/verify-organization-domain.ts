import type { AppContext, TransactionContext } from '../../context.ts'
import type { OrganizationDomainRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { toOrganizationDomainObject } from './organization.wire.ts'
import {
  changeOpenDomain,
  claimDueDomain,
  findOrganizationDomain,
  listDueDomains,
  takeDomain,
} from './organization-domain.queries.ts'

const AT_ONCE = 10
const CHECK_INTERVAL_MS = 60_000
/** As long as the official product looks for the record. */
const OPEN_FOR_MS = 30 * 24 * 60 * 60 * 1000

/** The record is looked for from now on. */
export function firstCheck(now: Date): { next_check_at: string; check_until: string } {
  return { next_check_at: now.toISOString(), check_until: new Date(now.getTime() + OPEN_FOR_MS).toISOString() }
}

/** Has the record looked for at once and then again and again; refuses a domain that is verified. */
export async function restartVerification(app: AppContext, id: string): Promise<OrganizationDomainRow> {
  const now = app.clock.now()
  return await inTransaction(app, async (tx) => {
    if (!(await findOrganizationDomain(tx.db, id))) throw notFound('Organization domain', id)
    const updated_at = now.toISOString()
    // Of several who open a failed one at once, one changes its state.
    const held = await changeOpenDomain(tx.db, id, { updated_at })
    const opened =
      held &&
      (await changeOpenDomain(tx.db, id, {
        state: 'pending',
        verification_strategy: 'dns',
        ...firstCheck(now),
        updated_at,
      }))
    if (!opened) throw new ApiError(400, 'The domain is verified already.', { code: 'domain_already_verified' })
    if (held.state !== opened.state)
      await recordEvent(tx, 'organization_domain.updated', toOrganizationDomainObject(opened))
    return opened
  })
}

/** The background half: asks the name servers for the records that somebody waits for. */
export async function checkDueDomains(app: AppContext): Promise<void> {
  const due = await listDueDomains(app.db, app.clock.now(), AT_ONCE)
  await Promise.all(due.map((row) => checkDomain(app, row)))
}

async function checkDomain(app: AppContext, due: OrganizationDomainRow): Promise<void> {
  const nextCheckAt = new Date(app.clock.now().getTime() + CHECK_INTERVAL_MS).toISOString()
  const claimed = await inTransaction(app, (tx) => claimDueDomain(tx.db, due, nextCheckAt))
  if (!claimed) return
  const wanted = `${claimed.verification_prefix}=${claimed.verification_token}`
  // Whatever keeps the record from being read, it is looked for again in a minute.
  const records = await app.dns.resolveTxt(claimed.domain).catch(() => [])
  if (records.some((chunks) => chunks.join('') === wanted)) return await settle(app, claimed, 'verified')
  if (claimed.check_until !== null && claimed.check_until <= app.clock.now().toISOString())
    await settle(app, claimed, 'failed')
}

/** Of two organizations that claim a domain, the first one whose record is seen has it. */
async function settle(app: AppContext, claimed: OrganizationDomainRow, found: 'verified' | 'failed'): Promise<void> {
  await inTransaction(app, async (tx) => {
    if (found === 'verified' && (await markVerified(tx, claimed.id, 'dns'))) return
    const row = await changeOpenDomain(tx.db, claimed.id, {
      state: 'failed',
      next_check_at: null,
      check_until: null,
      updated_at: tx.clock.now().toISOString(),
    })
    if (!row) return
    await recordEvent(tx, 'organization_domain.verification_failed', {
      reason: found === 'verified' ? 'domain_verified_by_other_organization' : 'domain_verification_period_expired',
      organization_domain: toOrganizationDomainObject(row),
    })
  })
}

/** Answers false if another organization has the domain. One that was verified before stays as it is. */
export async function markVerified(
  tx: TransactionContext,
  id: string,
  strategy: OrganizationDomainRow['verification_strategy'],
): Promise<boolean> {
  // The row is held before the name is taken: one that is deleted at this moment takes nothing.
  const time = tx.clock.now().toISOString()
  const open = await changeOpenDomain(tx.db, id, { updated_at: time })
  if (!open) return true
  if (!(await takeDomain(tx.db, open))) return false
  const row = await changeOpenDomain(tx.db, id, {
    state: 'verified',
    verification_strategy: strategy,
    next_check_at: null,
    check_until: null,
    updated_at: time,
  })
  if (row) await recordEvent(tx, 'organization_domain.verified', toOrganizationDomainObject(row))
  return true
}
