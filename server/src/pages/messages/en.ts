import { pluralsOf } from './plural.ts'

const plural = pluralsOf('en')

/** Written in full wherever it is used (`text.signIn.title`), so that a search for a key finds its page. */
export const en = {
  layout: {
    footer: 'Self-hosted sign-in by Gatehouse',
    language: 'Language',
    requestId: 'Request ID:',
    errorTitle: (title: string) => `Error: ${title}`,
  },
  fields: {
    optional: '(optional)',
    email: 'Email',
    password: 'Password',
    newPassword: 'New password',
    firstName: 'First name',
    lastName: 'Last name',
  },
  mistakes: {
    email: 'Enter an email address, such as ada@example.com.',
    emailTaken: 'This email is not available.',
    nameTooLong: 'This name is too long.',
    passwordTooShort: (characters: number) =>
      plural(characters, {
        one: 'The password must have at least # character.',
        other: 'The password must have at least # characters.',
      }),
    passwordTooLong: 'This password is too long.',
  },
  passwordHint: (characters: number) =>
    plural(characters, {
      one: 'At least # character. A short phrase works well.',
      other: 'At least # characters. A short phrase works well.',
    }),
  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    incomplete: 'Enter your email and your password.',
    noMatch: 'That email and password do not match an account.',
    suspended: 'This account is suspended. Whoever runs the application can lift that.',
    tooMany: 'Too many attempts. Wait a minute, then try again.',
    forgotPassword: 'Forgot password?',
    noAccount: 'New here?',
    createAccount: 'Create an account',
  },
  signUp: {
    title: 'Create your account',
    submit: 'Create account',
    checkFields: 'Please check what you entered:',
    hasAccount: 'Already have an account?',
    signIn: 'Sign in',
  },
  organizationSelection: {
    title: 'Choose an organization',
    lead: (email: string) => `You are signed in as ${email}. Where do you want to go on?`,
    notAMember: 'You cannot go on in that organization any more. Choose another one.',
  },
  handOff: {
    title: 'Signing you in',
    lead: 'You are on your way back to the application.',
    continue: 'Continue',
  },
  flowFinished: {
    title: 'This sign-in is complete',
    lead: 'You have already signed in from this page. To sign in again, start from the application.',
  },
  flowExpired: {
    title: 'This sign-in is no longer open',
    lead: 'The page was open for too long, or it was started in another browser. Nothing has gone wrong with your account.',
    returnToApplication: 'Go back to the application you came from and sign in from there.',
  },
  forgotPassword: {
    title: 'Forgot your password?',
    lead: 'Enter the email of your account, and we send you a link to set a new password.',
    submit: 'Send the link',
    backToSignIn: 'Back to sign-in',
    sentTitle: 'Check your mail',
    sentLead: 'If there is an account with this email, a link is on its way to it. It works for an hour, and once.',
    sentHint: 'Nothing there? Look into the spam folder, and wait a few minutes before you ask again.',
  },
  resetPassword: {
    title: 'Set a new password',
    lead: (email: string) => `For ${email}. Setting it signs you out everywhere.`,
    submit: 'Set password',
    goneTitle: 'This link no longer works',
    goneLead: 'It was used already, is older than an hour, or your password or email has changed since it was sent.',
    askAgain: 'Send a new link',
    doneTitle: 'Your password is changed',
    doneLead: 'You are signed out everywhere. Sign in again with the new password.',
    signIn: 'Sign in',
    returnToApplication: 'Go back to the application to sign in.',
  },
  invite: {
    title: 'Your invitation',
    join: (organization: string) => `Join ${organization}`,
    lead: (email: string) => `The invitation is for ${email}.`,
    submit: 'Accept invitation',
    goneTitle: 'This invitation no longer works',
    goneLead: 'It has expired, was withdrawn, or was accepted already.',
    goneHint: 'If you have accepted it, sign in from the application. Otherwise ask whoever invited you for a new one.',
    doneTitle: 'You have accepted the invitation',
    doneLead: 'Go to the application to sign in.',
  },
  confirmSignOut: {
    title: 'Sign out?',
    lead: (email: string) => `You are signed in here as ${email}. An application asks to sign you out of this browser.`,
    submit: 'Sign out',
    stay: 'To stay signed in, close this page.',
  },
  signedOut: {
    title: 'You are signed out',
    lead: 'Your session has ended. You can close this page.',
    ended: 'What has ended',
    endedSession: 'Your session with the application: nobody can continue it.',
    endedSignIn: 'Your sign-in in this browser: the next one asks for your password.',
    stillSignedIn: 'You are signed in to these pages with another sign-in, which goes on.',
    notEnded: 'What has not',
    otherSessions: 'Your sessions with other applications, and those in other browsers.',
    tokens: (minutes: number) =>
      plural(minutes, {
        one: 'An application that does not ask this server may still let you in for # minute.',
        other: 'An application that does not ask this server may still let you in for # minutes.',
      }),
    signInAgain: 'Sign in again',
    developerNote: 'For the developer of this application',
  },
  sessions: {
    title: 'Your sessions',
    lead: (email: string) => `Where ${email} is signed in.`,
    here: 'This browser',
    elsewhere: 'Elsewhere',
    nowhereElse: 'You are signed in nowhere else.',
    thisDevice: 'This device',
    device: (browser: string, system: string) => `${browser} on ${system}`,
    unknownDevice: 'Unknown device',
    noApplication: 'Only these sign-in pages',
    place: (city: string, country: string) => `${city}, ${country}`,
    method: { password: 'Password' },
    lastSeen: (when: string) => `Last seen ${when}`,
    since: (date: string) => `Since ${date}`,
    end: 'Sign out',
    endThis: (device: string, application: string) => `Sign out: ${device}, ${application}`,
    endHere: 'Sign out of this browser',
    endElsewhere: 'Sign out everywhere else',
    tooMany: (count: number) =>
      plural(count, {
        one: 'Only the newest session is listed.',
        other: 'Only the newest # are listed.',
      }),
    ended: 'That session is signed out.',
    endedElsewhere: 'You are signed out everywhere else.',
    gone: 'That session had ended already.',
    stale: 'The page was out of date. Please try again.',
  },
  home: {
    title: 'Gatehouse is running',
    lead: 'This server signs people in to applications. Open the application that you want to use: it will send you here when you need to sign in.',
  },
  errors: {
    notFoundTitle: 'Page not found',
    notFound: 'There is no page at this address.',
    title: 'That did not work',
    foreignForm: 'This form was submitted from another site. Open the page itself and try again.',
    tooBusy: 'The server is busy. Try again in a moment.',
    unavailable: 'The server cannot reach its data at the moment. Try again in a moment.',
    internal: 'Something went wrong on our side. The request ID helps to find it in the log.',
    malformed: 'The server could not make sense of this request.',
  },
  /** For people who meet a mistake of the application; what its developer needs to know is English on every page. */
  authorizeProblem: {
    malformedTitle: 'This sign-in link is not valid',
    malformed: 'One of its parameters is given more than once, or is far too long.',
    unknownClientTitle: 'Unknown application',
    unknownClient: 'The client_id of this sign-in link does not belong to any application here.',
    missingClient: 'This sign-in link has no client_id, so there is no telling which application sent you.',
    unregisteredTitle: 'Redirect URI is not registered',
    unregistered:
      'For your safety the sign-in stops here: the address it would return to is not on the list of this server.',
    received: 'Received',
    registered: 'Registered',
    nothingRegistered: 'Nothing yet',
    howToFix: 'How to fix it',
  },
  mails: {
    resetSubject: 'Set a new password',
    reset: (
      link: string,
    ) => `Somebody asked to set a new password for your account. If it was you, open this link within an hour:

${link}

If it was not you, do nothing: your password stays as it is, and the link is of no use to anybody who cannot read your mail.
`,
    changedSubject: 'Your password was changed',
    changed: `The password of your account was changed just now with a link that we mailed to you, and you were signed out everywhere.

If it was not you, somebody else can read your mail. Secure your mailbox first, then ask for a new password on the sign-in page.
`,
    invitationSubject: 'You are invited',
    invitationTo: (organization: string) => `Invitation to ${organization}`,
    invitedToBy: (organization: string, inviter: string) => `${inviter} invites you to join ${organization}.`,
    invitedTo: (organization: string) => `You are invited to join ${organization}.`,
    invitedBy: (inviter: string) => `${inviter} invites you.`,
    invited: 'You are invited to create an account.',
    invitation: (invitedTo: string, link: string, days: number) => `${invitedTo} ${plural(days, {
      one: 'Open this link within # day to accept:',
      other: 'Open this link within # days to accept:',
    })}

${link}

If you did not expect this, do nothing: nobody who cannot read your mail can accept in your place.
`,
  },
}
