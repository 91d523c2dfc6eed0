import { defineRoute } from '../../http/define-route.ts'
import { page } from '../../http/reply.ts'
import { frameOf } from '../../pages/frame.ts'
import { homeView } from './home.view.ts'

/** For whoever opens the address of the server itself. The same for everybody, signed in or not. */
export const homePage = defineRoute({
  method: 'get',
  path: '/',
  summary: 'Gatehouse is running',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  responses: { 200: 'html' },

  async handle(app, { request }) {
    return page(homeView(frameOf(app, request)))
  },
})
