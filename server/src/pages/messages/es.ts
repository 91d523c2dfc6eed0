import type { Messages } from './messages.ts'
import { pluralsOf } from './plural.ts'

const plural = pluralsOf('es')

export const es: Messages = {
  layout: {
    footer: 'Inicio de sesión con Gatehouse, en servidor propio',
    language: 'Idioma',
    requestId: 'Identificador de la solicitud:',
    errorTitle: (title) => `Error: ${title}`,
  },
  fields: {
    optional: '(opcional)',
    email: 'Correo electrónico',
    password: 'Contraseña',
    newPassword: 'Contraseña nueva',
    firstName: 'Nombre',
    lastName: 'Apellidos',
  },
  mistakes: {
    email: 'Escriba una dirección de correo, por ejemplo ada@example.com.',
    emailTaken: 'Esta dirección de correo no está disponible.',
    nameTooLong: 'Este nombre es demasiado largo.',
    passwordTooShort: (characters) =>
      plural(characters, {
        one: 'La contraseña debe tener al menos # carácter.',
        other: 'La contraseña debe tener al menos # caracteres.',
      }),
    passwordTooLong: 'Esta contraseña es demasiado larga.',
  },
  passwordHint: (characters) =>
    plural(characters, {
      one: 'Al menos # carácter. Una frase corta es buena idea.',
      other: 'Al menos # caracteres. Una frase corta es buena idea.',
    }),
  signIn: {
    title: 'Iniciar sesión',
    submit: 'Iniciar sesión',
    incomplete: 'Escriba su correo electrónico y su contraseña.',
    noMatch: 'Ese correo y esa contraseña no corresponden a ninguna cuenta.',
    suspended: 'Esta cuenta está suspendida. Quien gestiona la aplicación puede reactivarla.',
    tooMany: 'Demasiados intentos. Espere un minuto y vuelva a intentarlo.',
    forgotPassword: '¿Olvidó su contraseña?',
    noAccount: '¿Es su primera vez aquí?',
    createAccount: 'Crear una cuenta',
  },
  signUp: {
    title: 'Crear su cuenta',
    submit: 'Crear cuenta',
    checkFields: 'Revise los datos que ha escrito:',
    hasAccount: '¿Ya tiene una cuenta?',
    signIn: 'Iniciar sesión',
  },
  organizationSelection: {
    title: 'Elija una organización',
    lead: (email) => `Ha iniciado sesión como ${email}. ¿Dónde quiere continuar?`,
    notAMember: 'Ya no puede continuar en esa organización. Elija otra.',
  },
  handOff: {
    title: 'Iniciando sesión',
    lead: 'Enseguida volverá a la aplicación.',
    continue: 'Continuar',
  },
  flowFinished: {
    title: 'Este inicio de sesión ya se completó',
    lead: 'Ya inició sesión desde esta página. Para volver a hacerlo, empiece desde la aplicación.',
  },
  flowExpired: {
    title: 'Este inicio de sesión ya no está abierto',
    lead: 'La página estuvo abierta demasiado tiempo o se abrió en otro navegador. Su cuenta está en orden.',
    returnToApplication: 'Vuelva a la aplicación de la que vino e inicie sesión desde allí.',
  },
  forgotPassword: {
    title: '¿Olvidó su contraseña?',
    lead: 'Escriba el correo electrónico de su cuenta y le enviaremos un enlace para elegir una contraseña nueva.',
    submit: 'Enviar el enlace',
    backToSignIn: 'Volver al inicio de sesión',
    sentTitle: 'Revise su correo',
    sentLead:
      'Si hay una cuenta con esta dirección, le llegará un enlace. Es válido durante una hora y funciona una sola vez.',
    sentHint:
      '¿No ha llegado nada? Mire en la carpeta de correo no deseado y espere unos minutos antes de pedirlo otra vez.',
  },
  resetPassword: {
    title: 'Elegir una contraseña nueva',
    lead: (email) => `Para ${email}. Al guardarla se cerrarán todas sus sesiones.`,
    submit: 'Guardar contraseña',
    goneTitle: 'Este enlace ya no funciona',
    goneLead: 'Ya se usó, tiene más de una hora, o su contraseña o su correo han cambiado desde que se envió.',
    askAgain: 'Pedir un enlace nuevo',
    doneTitle: 'Su contraseña ha cambiado',
    doneLead: 'Se han cerrado todas sus sesiones. Inicie sesión de nuevo con la contraseña nueva.',
    signIn: 'Iniciar sesión',
    returnToApplication: 'Vuelva a la aplicación para iniciar sesión.',
  },
  invite: {
    title: 'Su invitación',
    join: (organization) => `Unirse a ${organization}`,
    lead: (email) => `La invitación es para ${email}.`,
    submit: 'Aceptar la invitación',
    goneTitle: 'Esta invitación ya no funciona',
    goneLead: 'Ha caducado, se ha retirado o ya se aceptó.',
    goneHint: 'Si ya la aceptó, inicie sesión desde la aplicación. Si no, pida una nueva a quien le invitó.',
    doneTitle: 'Ha aceptado la invitación',
    doneLead: 'Vaya a la aplicación para iniciar sesión.',
  },
  confirmSignOut: {
    title: '¿Cerrar la sesión?',
    lead: (email) => `Ha iniciado sesión aquí como ${email}. Una aplicación pide cerrar su sesión en este navegador.`,
    submit: 'Cerrar la sesión',
    stay: 'Para mantener la sesión, cierre esta página.',
  },
  signedOut: {
    title: 'Ha cerrado la sesión',
    lead: 'Su sesión ha terminado. Ya puede cerrar esta página.',
    ended: 'Lo que ha terminado',
    endedSession: 'Su sesión en la aplicación: nadie puede continuarla.',
    endedSignIn: 'Su acceso en este navegador: la próxima vez se le pedirá la contraseña.',
    stillSignedIn: 'En estas páginas sigue abierto otro de sus accesos.',
    notEnded: 'Lo que no',
    otherSessions: 'Sus sesiones en otras aplicaciones y en otros navegadores.',
    tokens: (minutes) =>
      plural(minutes, {
        one: 'Una aplicación que no consulte a este servidor puede darle acceso todavía durante # minuto.',
        other: 'Una aplicación que no consulte a este servidor puede darle acceso todavía durante # minutos.',
      }),
    signInAgain: 'Volver a iniciar sesión',
    developerNote: 'Para quien desarrolla esta aplicación',
  },
  sessions: {
    title: 'Sus sesiones',
    lead: (email) => `Dónde tiene ${email} la sesión iniciada.`,
    here: 'Este navegador',
    elsewhere: 'En otros lugares',
    nowhereElse: 'No tiene sesiones en ningún otro lugar.',
    thisDevice: 'Este dispositivo',
    device: (browser, system) => `${browser} en ${system}`,
    unknownDevice: 'Dispositivo desconocido',
    noApplication: 'Solo estas páginas de acceso',
    place: (city, country) => `${city}, ${country}`,
    method: { password: 'Contraseña' },
    lastSeen: (when) => `Última actividad: ${when}`,
    since: (date) => `Desde el ${date}`,
    end: 'Cerrar sesión',
    endThis: (device, application) => `Cerrar sesión: ${device}, ${application}`,
    endHere: 'Cerrar sesión en este navegador',
    endElsewhere: 'Cerrar sesión en todo lo demás',
    tooMany: (count) =>
      plural(count, {
        one: 'Solo se muestra la sesión más reciente.',
        other: 'Solo se muestran las # más recientes.',
      }),
    ended: 'Esa sesión se ha cerrado.',
    endedElsewhere: 'Ha cerrado la sesión en todos los demás lugares.',
    gone: 'Esa sesión ya había terminado.',
    stale: 'La página no estaba al día. Inténtelo de nuevo.',
  },
  home: {
    title: 'Gatehouse está en marcha',
    lead: 'Este servidor da acceso a las aplicaciones. Abra la aplicación que quiera usar: le traerá aquí cuando haga falta iniciar sesión.',
  },
  errors: {
    notFoundTitle: 'Página no encontrada',
    notFound: 'No hay ninguna página en esta dirección.',
    title: 'No ha funcionado',
    foreignForm: 'Este formulario se envió desde otro sitio. Abra la propia página e inténtelo de nuevo.',
    tooBusy: 'El servidor está ocupado. Inténtelo de nuevo en un momento.',
    unavailable: 'El servidor no puede acceder a sus datos ahora mismo. Inténtelo de nuevo en un momento.',
    internal: 'Algo ha fallado por nuestra parte. El identificador de la solicitud ayuda a encontrarlo en el registro.',
    malformed: 'El servidor no ha entendido esta solicitud.',
  },
  authorizeProblem: {
    malformedTitle: 'Este enlace de inicio de sesión no es válido',
    malformed: 'Uno de sus parámetros aparece más de una vez o es demasiado largo.',
    unknownClientTitle: 'Aplicación desconocida',
    unknownClient: 'El client_id de este enlace no pertenece a ninguna aplicación de este servidor.',
    missingClient: 'Este enlace no tiene client_id, así que no se puede saber qué aplicación le ha enviado.',
    unregisteredTitle: 'La URI de redirección no está registrada',
    unregistered:
      'Por su seguridad, el inicio de sesión se detiene aquí: la dirección a la que volvería no está en la lista de este servidor.',
    received: 'Recibido',
    registered: 'Registrado',
    nothingRegistered: 'Nada todavía',
    howToFix: 'Cómo resolverlo',
  },
  mails: {
    resetSubject: 'Elegir una contraseña nueva',
    reset: (
      link,
    ) => `Alguien ha pedido una contraseña nueva para su cuenta. Si ha sido usted, abra este enlace antes de una hora:

${link}

Si no ha sido usted, no haga nada: su contraseña sigue siendo la misma y el enlace no le sirve a nadie que no pueda leer su correo.
`,
    changedSubject: 'Su contraseña ha cambiado',
    changed: `La contraseña de su cuenta se acaba de cambiar con un enlace que le enviamos, y se han cerrado todas sus sesiones.

Si no ha sido usted, otra persona puede leer su correo. Proteja primero su buzón y pida después una contraseña nueva en la página de inicio de sesión.
`,
    invitationSubject: 'Tiene una invitación',
    invitationTo: (organization) => `Invitación a ${organization}`,
    invitedToBy: (organization, inviter) => `${inviter} le invita a unirse a ${organization}.`,
    invitedTo: (organization) => `Le invitan a unirse a ${organization}.`,
    invitedBy: (inviter) => `${inviter} le envía una invitación.`,
    invited: 'Le invitan a crear una cuenta.',
    invitation: (invitedTo, link, days) => `${invitedTo} ${plural(days, {
      one: 'Para aceptar, abra este enlace antes de # día:',
      other: 'Para aceptar, abra este enlace antes de # días:',
    })}

${link}

Si no lo esperaba, no haga nada: nadie que no pueda leer su correo puede aceptar en su lugar.
`,
  },
}
