import { defineRoute } from '../../http/define-route.ts'
import { page } from '../../http/reply.ts'
import { frameOf } from '../../pages/frame.ts'
import { signedOutView } from './signed-out.view.ts'

export const SIGNED_OUT_PATH = '/signed-out'

/** Where a sign-out ends when no registered address applies. Static: nothing of the request is shown on it. */
export const signedOutPage = defineRoute({
  method: 'get',
  path: SIGNED_OUT_PATH,
  summary: 'You are signed out',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  responses: { 200: 'html' },

  async handle(app, { request }) {
    return page(signedOutView(frameOf(app, request)))
  },
})
