import { endSessionForm, yourSessionsPage } from './your-sessions.page.ts'

export const yourSessionsRoutes = [yourSessionsPage, endSessionForm]
