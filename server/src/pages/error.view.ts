import { html } from 'hono/html'
import type { AppContext } from '../context.ts'
import type { ApiError } from '../http/errors.ts'
import type { RequestInfo } from '../http/request-info.ts'
import { type Frame, frameOf } from './frame.ts'
import { type Html, pageIcon, pageLayout, requestIdLine, technicalText } from './layout.ts'

/** The page for an answer that is not one: 404, 500, 503. */
export function errorView(app: AppContext, request: RequestInfo, refusal: ApiError): Html {
  const frame = frameOf(app, request)
  const { text } = frame
  const title = refusal.status === 404 ? text.errors.notFoundTitle : text.errors.title
  return pageLayout(frame, {
    title,
    content: html`${pageIcon('problem')}
<h1 class="heading">${title}</h1>
${explanation(frame, refusal)}
${requestIdLine(frame, request.id)}`,
  })
}

/** In the words of people where they can do something about it; the rest is a mistake of whoever made the request. */
function explanation({ text }: Frame, refusal: ApiError): Html {
  const known: Partial<Record<string, string>> = {
    not_found: text.errors.notFound,
    cross_site_form: text.errors.foreignForm,
    too_busy: text.errors.tooBusy,
    rate_limit_exceeded: text.errors.tooBusy,
    database_unavailable: text.errors.unavailable,
    internal_error: text.errors.internal,
  }
  const words = refusal.code && known[refusal.code]
  if (words) return html`<p class="lead">${words}</p>`
  return html`<p class="lead">${text.errors.malformed}</p>
<div class="note">${technicalText(refusal.message)}</div>`
}
