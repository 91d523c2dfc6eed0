import type { Messages } from './messages.ts'
import { pluralsOf } from './plural.ts'

const plural = pluralsOf('de')

export const de: Messages = {
  layout: {
    footer: 'Selbst gehostete Anmeldung mit Gatehouse',
    language: 'Sprache',
    requestId: 'Anfrage-ID:',
    errorTitle: (title) => `Fehler: ${title}`,
  },
  fields: {
    optional: '(optional)',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    newPassword: 'Neues Passwort',
    firstName: 'Vorname',
    lastName: 'Nachname',
  },
  mistakes: {
    email: 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@example.com.',
    emailTaken: 'Diese E-Mail-Adresse ist nicht verfügbar.',
    nameTooLong: 'Dieser Name ist zu lang.',
    passwordTooShort: (characters) => plural(characters, { other: 'Das Passwort muss mindestens # Zeichen haben.' }),
    passwordTooLong: 'Dieses Passwort ist zu lang.',
  },
  passwordHint: (characters) =>
    plural(characters, { other: 'Mindestens # Zeichen. Gut geeignet ist ein kurzer Satz.' }),
  signIn: {
    title: 'Anmelden',
    submit: 'Anmelden',
    incomplete: 'Geben Sie Ihre E-Mail-Adresse und Ihr Passwort ein.',
    noMatch: 'Zu dieser E-Mail-Adresse und diesem Passwort gibt es kein Konto.',
    suspended: 'Dieses Konto ist gesperrt. Wer die Anwendung betreibt, kann die Sperre aufheben.',
    tooMany: 'Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann erneut.',
    forgotPassword: 'Passwort vergessen?',
    noAccount: 'Neu hier?',
    createAccount: 'Konto erstellen',
  },
  signUp: {
    title: 'Konto erstellen',
    submit: 'Konto erstellen',
    checkFields: 'Bitte prüfen Sie Ihre Angaben:',
    hasAccount: 'Sie haben schon ein Konto?',
    signIn: 'Anmelden',
  },
  organizationSelection: {
    title: 'Organisation wählen',
    lead: (email) => `Sie sind als ${email} angemeldet. Wo möchten Sie weitermachen?`,
    notAMember: 'In dieser Organisation können Sie nicht mehr weitermachen. Wählen Sie eine andere.',
  },
  handOff: {
    title: 'Sie werden angemeldet',
    lead: 'Gleich geht es zurück zur Anwendung.',
    continue: 'Weiter',
  },
  flowFinished: {
    title: 'Diese Anmeldung ist abgeschlossen',
    lead: 'Sie haben sich über diese Seite bereits angemeldet. Wenn Sie sich erneut anmelden möchten, beginnen Sie in der Anwendung.',
  },
  flowExpired: {
    title: 'Diese Anmeldung ist nicht mehr offen',
    lead: 'Die Seite war zu lange geöffnet oder wurde in einem anderen Browser begonnen. Mit Ihrem Konto ist alles in Ordnung.',
    returnToApplication: 'Gehen Sie zurück zu der Anwendung, aus der Sie kamen, und melden Sie sich von dort aus an.',
  },
  forgotPassword: {
    title: 'Passwort vergessen?',
    lead: 'Geben Sie die E-Mail-Adresse Ihres Kontos ein. Wir senden Ihnen einen Link, mit dem Sie ein neues Passwort festlegen.',
    submit: 'Link senden',
    backToSignIn: 'Zurück zur Anmeldung',
    sentTitle: 'Sehen Sie in Ihr Postfach',
    sentLead:
      'Falls es zu dieser Adresse ein Konto gibt, ist ein Link dorthin unterwegs. Er gilt eine Stunde lang und nur einmal.',
    sentHint:
      'Nichts angekommen? Sehen Sie im Spam-Ordner nach und warten Sie einige Minuten, bevor Sie es noch einmal versuchen.',
  },
  resetPassword: {
    title: 'Neues Passwort festlegen',
    lead: (email) => `Für ${email}. Sie werden dabei überall abgemeldet.`,
    submit: 'Passwort festlegen',
    goneTitle: 'Dieser Link gilt nicht mehr',
    goneLead:
      'Er wurde schon verwendet, ist älter als eine Stunde, oder Ihr Passwort oder Ihre E-Mail-Adresse hat sich seither geändert.',
    askAgain: 'Neuen Link anfordern',
    doneTitle: 'Ihr Passwort ist geändert',
    doneLead: 'Sie sind überall abgemeldet. Melden Sie sich mit dem neuen Passwort wieder an.',
    signIn: 'Anmelden',
    returnToApplication: 'Gehen Sie zurück zur Anwendung, um sich anzumelden.',
  },
  invite: {
    title: 'Ihre Einladung',
    join: (organization) => `${organization} beitreten`,
    lead: (email) => `Die Einladung gilt für ${email}.`,
    submit: 'Einladung annehmen',
    goneTitle: 'Diese Einladung gilt nicht mehr',
    goneLead: 'Sie ist abgelaufen, wurde zurückgezogen oder schon angenommen.',
    goneHint:
      'Wenn Sie sie angenommen haben, melden Sie sich von der Anwendung aus an. Bitten Sie sonst die Person, die Sie eingeladen hat, um eine neue.',
    doneTitle: 'Sie haben die Einladung angenommen',
    doneLead: 'Gehen Sie zur Anwendung, um sich anzumelden.',
  },
  confirmSignOut: {
    title: 'Abmelden?',
    lead: (email) => `Sie sind hier als ${email} angemeldet. Eine Anwendung möchte Sie in diesem Browser abmelden.`,
    submit: 'Abmelden',
    stay: 'Wenn Sie angemeldet bleiben möchten, schließen Sie diese Seite.',
  },
  signedOut: {
    title: 'Sie sind abgemeldet',
    lead: 'Ihre Sitzung ist beendet. Sie können diese Seite schließen.',
    ended: 'Was beendet ist',
    endedSession: 'Ihre Sitzung in der Anwendung: Niemand kann sie fortsetzen.',
    endedSignIn: 'Ihre Anmeldung in diesem Browser: Bei der nächsten wird wieder nach dem Passwort gefragt.',
    stillSignedIn: 'Auf diesen Seiten sind Sie mit einer anderen Anmeldung weiterhin angemeldet.',
    notEnded: 'Was nicht',
    otherSessions: 'Ihre Sitzungen in anderen Anwendungen und in anderen Browsern.',
    tokens: (minutes) =>
      plural(minutes, {
        one: 'Eine Anwendung, die diesen Server nicht fragt, lässt Sie womöglich noch # Minute lang ein.',
        other: 'Eine Anwendung, die diesen Server nicht fragt, lässt Sie womöglich noch # Minuten lang ein.',
      }),
    signInAgain: 'Wieder anmelden',
    developerNote: 'Für die Entwickler dieser Anwendung',
  },
  sessions: {
    title: 'Ihre Sitzungen',
    lead: (email) => `Hier ist ${email} angemeldet.`,
    here: 'Dieser Browser',
    elsewhere: 'Anderswo',
    nowhereElse: 'Sie sind nirgendwo sonst angemeldet.',
    thisDevice: 'Dieses Gerät',
    device: (browser, system) => `${browser} unter ${system}`,
    unknownDevice: 'Unbekanntes Gerät',
    noApplication: 'Nur diese Anmeldeseiten',
    place: (city, country) => `${city}, ${country}`,
    method: { password: 'Passwort' },
    lastSeen: (when) => `Zuletzt aktiv: ${when}`,
    since: (date) => `Seit ${date}`,
    end: 'Abmelden',
    endThis: (device, application) => `Abmelden: ${device}, ${application}`,
    endHere: 'In diesem Browser abmelden',
    endElsewhere: 'Überall sonst abmelden',
    tooMany: (count) =>
      plural(count, {
        one: 'Nur die neueste Sitzung ist aufgeführt.',
        other: 'Nur die neuesten # sind aufgeführt.',
      }),
    ended: 'Die Sitzung ist abgemeldet.',
    endedElsewhere: 'Sie sind überall sonst abgemeldet.',
    gone: 'Die Sitzung war schon beendet.',
    stale: 'Die Seite war nicht mehr aktuell. Bitte versuchen Sie es noch einmal.',
  },
  home: {
    title: 'Gatehouse läuft',
    lead: 'Über diesen Server melden sich Menschen bei Anwendungen an. Öffnen Sie die Anwendung, die Sie nutzen möchten: Sie leitet Sie hierher, sobald eine Anmeldung nötig ist.',
  },
  errors: {
    notFoundTitle: 'Seite nicht gefunden',
    notFound: 'Unter dieser Adresse gibt es keine Seite.',
    title: 'Das hat nicht geklappt',
    foreignForm:
      'Dieses Formular wurde von einer anderen Website abgeschickt. Öffnen Sie die Seite selbst und versuchen Sie es noch einmal.',
    tooBusy: 'Der Server ist ausgelastet. Versuchen Sie es gleich noch einmal.',
    unavailable: 'Der Server erreicht seine Daten gerade nicht. Versuchen Sie es gleich noch einmal.',
    internal: 'Bei uns ist etwas schiefgegangen. Mit der Anfrage-ID lässt es sich im Protokoll finden.',
    malformed: 'Der Server konnte diese Anfrage nicht verstehen.',
  },
  authorizeProblem: {
    malformedTitle: 'Dieser Anmeldelink ist ungültig',
    malformed: 'Einer seiner Parameter kommt mehrfach vor oder ist viel zu lang.',
    unknownClientTitle: 'Unbekannte Anwendung',
    unknownClient: 'Die client_id dieses Anmeldelinks gehört zu keiner Anwendung auf diesem Server.',
    missingClient:
      'Dieser Anmeldelink hat keine client_id. So lässt sich nicht sagen, welche Anwendung Sie hierher geleitet hat.',
    unregisteredTitle: 'Die Redirect-URI ist nicht registriert',
    unregistered:
      'Zu Ihrer Sicherheit endet die Anmeldung hier: Die Adresse, zu der sie zurückführen würde, steht nicht auf der Liste dieses Servers.',
    received: 'Empfangen',
    registered: 'Registriert',
    nothingRegistered: 'Noch nichts',
    howToFix: 'So lässt es sich beheben',
  },
  mails: {
    resetSubject: 'Neues Passwort festlegen',
    reset: (
      link,
    ) => `Jemand möchte ein neues Passwort für Ihr Konto festlegen. Wenn Sie es waren, öffnen Sie innerhalb einer Stunde diesen Link:

${link}

Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist, und der Link nützt niemandem, der Ihre E-Mails nicht lesen kann.
`,
    changedSubject: 'Ihr Passwort wurde geändert',
    changed: `Das Passwort Ihres Kontos wurde soeben über einen Link geändert, den wir Ihnen gesendet hatten, und Sie wurden überall abgemeldet.

Wenn Sie es nicht waren, kann jemand anderes Ihre E-Mails lesen. Sichern Sie zuerst Ihr Postfach und fordern Sie dann auf der Anmeldeseite ein neues Passwort an.
`,
    invitationSubject: 'Sie sind eingeladen',
    invitationTo: (organization) => `Einladung zu ${organization}`,
    invitedToBy: (organization, inviter) => `${inviter} lädt Sie ein, ${organization} beizutreten.`,
    invitedTo: (organization) => `Sie sind eingeladen, ${organization} beizutreten.`,
    invitedBy: (inviter) => `${inviter} lädt Sie ein.`,
    invited: 'Sie sind eingeladen, ein Konto zu erstellen.',
    invitation: (invitedTo, link, days) => `${invitedTo} ${plural(days, {
      one: 'Öffnen Sie innerhalb von # Tag diesen Link, um die Einladung anzunehmen:',
      other: 'Öffnen Sie innerhalb von # Tagen diesen Link, um die Einladung anzunehmen:',
    })}

${link}

Wenn Sie das nicht erwartet haben, brauchen Sie nichts zu tun: Niemand, der Ihre E-Mails nicht lesen kann, kann an Ihrer Stelle annehmen.
`,
  },
}
