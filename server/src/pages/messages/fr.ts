import type { Messages } from './messages.ts'
import { pluralsOf } from './plural.ts'

const plural = pluralsOf('fr')

export const fr: Messages = {
  layout: {
    footer: 'Connexion auto-hébergée par Gatehouse',
    language: 'Langue',
    requestId: 'Identifiant de la requête :',
    errorTitle: (title) => `Erreur : ${title}`,
  },
  fields: {
    optional: '(facultatif)',
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    newPassword: 'Nouveau mot de passe',
    firstName: 'Prénom',
    lastName: 'Nom',
  },
  mistakes: {
    email: 'Saisissez une adresse e-mail, par exemple ada@example.com.',
    emailTaken: 'Cette adresse e-mail n’est pas disponible.',
    nameTooLong: 'Ce nom est trop long.',
    passwordTooShort: (characters) =>
      plural(characters, {
        one: 'Le mot de passe doit comporter au moins # caractère.',
        other: 'Le mot de passe doit comporter au moins # caractères.',
      }),
    passwordTooLong: 'Ce mot de passe est trop long.',
  },
  passwordHint: (characters) =>
    plural(characters, {
      one: 'Au moins # caractère. Une courte phrase convient bien.',
      other: 'Au moins # caractères. Une courte phrase convient bien.',
    }),
  signIn: {
    title: 'Connexion',
    submit: 'Se connecter',
    incomplete: 'Saisissez votre adresse e-mail et votre mot de passe.',
    noMatch: 'Cette adresse e-mail et ce mot de passe ne correspondent à aucun compte.',
    suspended: 'Ce compte est suspendu. Seul l’exploitant de l’application peut lever cette suspension.',
    tooMany: 'Trop de tentatives. Patientez une minute, puis réessayez.',
    forgotPassword: 'Mot de passe oublié ?',
    noAccount: 'Première visite ?',
    createAccount: 'Créer un compte',
  },
  signUp: {
    title: 'Créer votre compte',
    submit: 'Créer le compte',
    checkFields: 'Veuillez vérifier votre saisie :',
    hasAccount: 'Vous avez déjà un compte ?',
    signIn: 'Se connecter',
  },
  organizationSelection: {
    title: 'Choisissez une organisation',
    lead: (email) => `Vous êtes connecté en tant que ${email}. Où voulez-vous continuer ?`,
    notAMember: 'Vous ne pouvez plus continuer dans cette organisation. Choisissez-en une autre.',
  },
  handOff: {
    title: 'Connexion en cours',
    lead: 'Vous allez retrouver l’application dans un instant.',
    continue: 'Continuer',
  },
  flowFinished: {
    title: 'Cette connexion est terminée',
    lead: 'Vous vous êtes déjà connecté depuis cette page. Pour vous connecter à nouveau, repartez de l’application.',
  },
  flowExpired: {
    title: 'Cette connexion n’est plus ouverte',
    lead: 'La page est restée ouverte trop longtemps, ou la connexion a commencé dans un autre navigateur. Votre compte n’a aucun problème.',
    returnToApplication: 'Retournez à l’application d’où vous venez et connectez-vous à partir de là.',
  },
  forgotPassword: {
    title: 'Mot de passe oublié ?',
    lead: 'Saisissez l’adresse e-mail de votre compte : nous vous enverrons un lien pour choisir un nouveau mot de passe.',
    submit: 'Envoyer le lien',
    backToSignIn: 'Retour à la connexion',
    sentTitle: 'Consultez votre messagerie',
    sentLead:
      'S’il existe un compte avec cette adresse, un lien est en route. Il est valable une heure et ne fonctionne qu’une fois.',
    sentHint: 'Rien reçu ? Regardez dans les indésirables et patientez quelques minutes avant de refaire une demande.',
  },
  resetPassword: {
    title: 'Choisir un nouveau mot de passe',
    lead: (email) => `Pour ${email}. Vous serez déconnecté partout.`,
    submit: 'Enregistrer le mot de passe',
    goneTitle: 'Ce lien n’est plus valable',
    goneLead:
      'Il a déjà servi, il date de plus d’une heure, ou votre mot de passe ou votre adresse e-mail a changé depuis son envoi.',
    askAgain: 'Demander un nouveau lien',
    doneTitle: 'Votre mot de passe est changé',
    doneLead: 'Vous êtes déconnecté partout. Reconnectez-vous avec le nouveau mot de passe.',
    signIn: 'Se connecter',
    returnToApplication: 'Retournez à l’application pour vous connecter.',
  },
  invite: {
    title: 'Votre invitation',
    join: (organization) => `Rejoindre ${organization}`,
    lead: (email) => `L’invitation est destinée à ${email}.`,
    submit: 'Accepter l’invitation',
    goneTitle: 'Cette invitation n’est plus valable',
    goneLead: 'Elle a expiré, a été retirée ou a déjà été acceptée.',
    goneHint:
      'Si vous l’avez acceptée, connectez-vous depuis l’application. Sinon, demandez-en une nouvelle à la personne qui vous a invité.',
    doneTitle: 'Vous avez accepté l’invitation',
    doneLead: 'Allez dans l’application pour vous connecter.',
  },
  confirmSignOut: {
    title: 'Se déconnecter ?',
    lead: (email) =>
      `Vous êtes connecté ici en tant que ${email}. Une application demande à vous déconnecter de ce navigateur.`,
    submit: 'Se déconnecter',
    stay: 'Pour rester connecté, fermez cette page.',
  },
  signedOut: {
    title: 'Vous êtes déconnecté',
    lead: 'Votre session est terminée. Vous pouvez fermer cette page.',
    ended: 'Ce qui est terminé',
    endedSession: 'Votre session dans l’application : personne ne peut la poursuivre.',
    endedSignIn: 'Votre connexion dans ce navigateur : la prochaine demandera votre mot de passe.',
    stillSignedIn: 'Sur ces pages, une autre de vos connexions reste ouverte.',
    notEnded: 'Ce qui ne l’est pas',
    otherSessions: 'Vos sessions dans d’autres applications et dans d’autres navigateurs.',
    tokens: (minutes) =>
      plural(minutes, {
        one: 'Une application qui n’interroge pas ce serveur peut encore vous donner accès pendant # minute.',
        other: 'Une application qui n’interroge pas ce serveur peut encore vous donner accès pendant # minutes.',
      }),
    signInAgain: 'Se reconnecter',
    developerNote: 'Pour les développeurs de cette application',
  },
  sessions: {
    title: 'Vos sessions',
    lead: (email) => `Les endroits où ${email} est connecté.`,
    here: 'Ce navigateur',
    elsewhere: 'Ailleurs',
    nowhereElse: 'Vous n’êtes connecté nulle part ailleurs.',
    thisDevice: 'Cet appareil',
    device: (browser, system) => `${browser} sous ${system}`,
    unknownDevice: 'Appareil inconnu',
    noApplication: 'Ces pages de connexion seulement',
    place: (city, country) => `${city}, ${country}`,
    method: { password: 'Mot de passe' },
    lastSeen: (when) => `Dernière activité : ${when}`,
    since: (date) => `Depuis le ${date}`,
    end: 'Déconnecter',
    endThis: (device, application) => `Déconnecter : ${device}, ${application}`,
    endHere: 'Se déconnecter de ce navigateur',
    endElsewhere: 'Se déconnecter partout ailleurs',
    tooMany: (count) =>
      plural(count, {
        one: 'Seule la session la plus récente est affichée.',
        other: 'Seules les # plus récentes sont affichées.',
      }),
    ended: 'Cette session est déconnectée.',
    endedElsewhere: 'Vous êtes déconnecté partout ailleurs.',
    gone: 'Cette session était déjà terminée.',
    stale: 'La page n’était plus à jour. Veuillez réessayer.',
  },
  home: {
    title: 'Gatehouse est en service',
    lead: 'Ce serveur connecte les personnes à leurs applications. Ouvrez l’application que vous souhaitez utiliser : elle vous enverra ici lorsqu’il faudra vous connecter.',
  },
  errors: {
    notFoundTitle: 'Page introuvable',
    notFound: 'Il n’y a pas de page à cette adresse.',
    title: 'L’opération a échoué',
    foreignForm: 'Ce formulaire a été envoyé depuis un autre site. Ouvrez la page elle-même et réessayez.',
    tooBusy: 'Le serveur est très sollicité. Réessayez dans un instant.',
    unavailable: 'Le serveur n’a pas accès à ses données pour le moment. Réessayez dans un instant.',
    internal:
      'Une erreur est survenue de notre côté. L’identifiant de la requête permet de la retrouver dans le journal.',
    malformed: 'Le serveur n’a pas compris cette requête.',
  },
  authorizeProblem: {
    malformedTitle: 'Ce lien de connexion n’est pas valide',
    malformed: 'L’un de ses paramètres figure plusieurs fois ou est beaucoup trop long.',
    unknownClientTitle: 'Application inconnue',
    unknownClient: 'Le client_id de ce lien de connexion ne correspond à aucune application de ce serveur.',
    missingClient: 'Ce lien de connexion n’a pas de client_id : impossible de savoir quelle application vous envoie.',
    unregisteredTitle: 'L’URI de redirection n’est pas enregistrée',
    unregistered:
      'Pour votre sécurité, la connexion s’arrête ici : l’adresse de retour ne figure pas sur la liste de ce serveur.',
    received: 'Reçu',
    registered: 'Enregistré',
    nothingRegistered: 'Rien pour l’instant',
    howToFix: 'Comment y remédier',
  },
  mails: {
    resetSubject: 'Choisir un nouveau mot de passe',
    reset: (
      link,
    ) => `Quelqu’un a demandé un nouveau mot de passe pour votre compte. Si c’est vous, ouvrez ce lien dans l’heure qui vient :

${link}

Si ce n’est pas vous, ne faites rien : votre mot de passe reste le même, et ce lien ne sert à rien à qui ne peut pas lire votre messagerie.
`,
    changedSubject: 'Votre mot de passe a été changé',
    changed: `Le mot de passe de votre compte vient d’être changé à l’aide d’un lien que nous vous avions envoyé, et vous avez été déconnecté partout.

Si ce n’est pas vous, quelqu’un d’autre peut lire votre messagerie. Sécurisez-la d’abord, puis demandez un nouveau mot de passe sur la page de connexion.
`,
    invitationSubject: 'Vous êtes invité',
    invitationTo: (organization) => `Invitation à rejoindre ${organization}`,
    invitedToBy: (organization, inviter) => `${inviter} vous invite à rejoindre ${organization}.`,
    invitedTo: (organization) => `Vous êtes invité à rejoindre ${organization}.`,
    invitedBy: (inviter) => `${inviter} vous invite.`,
    invited: 'Vous êtes invité à créer un compte.',
    invitation: (invitedTo, link, days) => `${invitedTo} ${plural(days, {
      one: 'Pour accepter, ouvrez ce lien dans un délai de # jour :',
      other: 'Pour accepter, ouvrez ce lien dans un délai de # jours :',
    })}

${link}

Si vous ne vous y attendiez pas, ne faites rien : qui ne peut pas lire votre messagerie ne peut pas accepter à votre place.
`,
  },
}
