import { html } from 'hono/html'
import { hiddenField } from '../../pages/form.ts'
import type { Frame } from '../../pages/frame.ts'
import { type Html, pageLayout, symbol } from '../../pages/layout.ts'
import { YOUR_SESSIONS_PATH } from '../../pages/paths.ts'
import { day, timeAgo } from '../../pages/times.ts'
import type { Place } from '../../platform/places.ts'
import type { Device } from './describe-user-agent.ts'
import { MOST_LISTED, type OwnSession } from './list-own-sessions.ts'

/** What has just been done, as it stands in the address of the page. */
export const NOTICES = ['ended', 'endedElsewhere', 'gone', 'stale'] as const
export type Notice = (typeof NOTICES)[number]

export type ShownSession = OwnSession & { device: Device; place: Place | undefined }

interface YourSessionsPage {
  email: string
  formToken: string
  /** The hosted sign-in of this browser. */
  browserSessionId: string
  sessions: ShownSession[]
  isMore: boolean
  notice: Notice | undefined
  now: Date
}

export function yourSessionsView(frame: Frame, page: YourSessionsPage): Html {
  const { text } = frame
  const { true: here = [], false: elsewhere = [] } = Object.groupBy(page.sessions, ({ isHere }) => `${isHere}` as const)
  const notice = page.notice && wordsFor(page.notice, frame)

  return pageLayout(frame, {
    title: notice ?? text.sessions.title,
    width: 'wide',
    script: 'signed-in',
    content: html`<h1 class="heading">${text.sessions.title}</h1>
<p class="lead">${text.sessions.lead(page.email)}</p>
${notice ? html`<p class="notice" role="status" tabindex="-1" autofocus>${notice}</p>` : ''}
<section class="sessions">
<h2 class="section-title">${text.sessions.here}</h2>
<ul>${here.map((session) => sessionItem(frame, page, session))}</ul>
${here.length > 1 ? endForm(page, page.browserSessionId, text.sessions.endHere) : ''}
</section>
<section class="sessions">
<h2 class="section-title">${text.sessions.elsewhere}</h2>
${
  elsewhere.length === 0
    ? html`<p class="lead">${text.sessions.nowhereElse}</p>`
    : html`<ul>${elsewhere.map((session) => sessionItem(frame, page, session))}</ul>
${page.isMore ? html`<p class="lead">${text.sessions.tooMany(MOST_LISTED)}</p>` : ''}
${endForm(page, 'elsewhere', text.sessions.endElsewhere)}`
}
</section>`,
  })
}

function wordsFor(notice: Notice, { text }: Frame): string {
  const words: Record<Notice, string> = {
    ended: text.sessions.ended,
    endedElsewhere: text.sessions.endedElsewhere,
    gone: text.sessions.gone,
    stale: text.sessions.stale,
  }
  return words[notice]
}

function sessionItem(frame: Frame, page: YourSessionsPage, session: ShownSession): Html {
  const { text } = frame
  const device = deviceName(frame, session.device)
  const application = session.applicationName ?? text.sessions.noApplication
  const label = text.sessions.endThis(device, application)

  return html`<li class="session">
${symbol(session.device.kind)}
<div>
<h3 class="session-device">${device}${session.isHere ? html` <span class="badge">${text.sessions.thisDevice}</span>` : ''}</h3>
<ul class="facts">${factsOf(frame, page, session).map((fact) => html`<li>${fact}</li>`)}</ul>
</div>
<form method="post" action="${YOUR_SESSIONS_PATH}">
${hiddenField('csrf_token', page.formToken)}
${hiddenField('end', session.id)}
<button class="button button-quiet" type="submit" aria-label="${label}">${text.sessions.end}</button>
</form>
</li>`
}

function factsOf({ language, text }: Frame, { now }: YourSessionsPage, session: ShownSession): (Html | string)[] {
  return [
    session.applicationName === undefined ? text.sessions.noApplication : html`<bdi>${session.applicationName}</bdi>`,
    ...(session.organizationName === undefined ? [] : [html`<bdi>${session.organizationName}</bdi>`]),
    text.sessions.method[session.authMethod],
    html`<time datetime="${session.lastSeenAt}">${text.sessions.lastSeen(timeAgo(language, session.lastSeenAt, now))}</time>`,
    html`<time datetime="${session.startedAt}">${text.sessions.since(day(language, session.startedAt))}</time>`,
    ...(session.place ? [placeName(text, session.place)] : []),
    ...(session.ipAddress === null ? [] : [html`<bdi dir="ltr">${session.ipAddress}</bdi>`]),
  ]
}

function deviceName({ text }: Frame, { browser, system }: Device): string {
  if (browser === undefined) return system ?? text.sessions.unknownDevice
  return system === undefined ? browser : text.sessions.device(browser, system)
}

function placeName(text: Frame['text'], { city, country }: Place): string {
  return city === undefined ? country : text.sessions.place(city, country)
}

function endForm(page: YourSessionsPage, end: string, label: string): Html {
  return html`<form class="form" method="post" action="${YOUR_SESSIONS_PATH}">
${hiddenField('csrf_token', page.formToken)}
${hiddenField('end', end)}
<button class="button button-quiet" type="submit">${label}</button>
</form>`
}
