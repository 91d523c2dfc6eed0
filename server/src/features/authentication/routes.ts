import { agreementForm, agreementPage } from './agreement.page.ts'
import { authenticate } from './authenticate.route.ts'
import { authorize } from './authorize.route.ts'
import { inviteForm, invitePage } from './invite.page.ts'
import { organizationSelectionForm, organizationSelectionPage } from './organization-selection.page.ts'
import { signInForm, signInPage } from './sign-in.page.ts'
import { signUpForm, signUpPage } from './sign-up.page.ts'

export const authenticationRoutes = [
  authenticate,
  authorize,
  signInPage,
  signInForm,
  signUpPage,
  signUpForm,
  organizationSelectionPage,
  organizationSelectionForm,
  invitePage,
  inviteForm,
  agreementPage,
  agreementForm,
]
