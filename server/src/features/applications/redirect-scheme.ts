/**
 * True for schemes that are no private scheme of an application (RFC 8252 7.1) but do something in the browser or the
 * operating system: run script, open files, start other programs. Takes the scheme in lower case, without the colon.
 * Defence in depth: whether private schemes are allowed at all is a rule of the list.
 */
export function isForbiddenScheme(scheme: string): boolean {
  return FORBIDDEN_SCHEMES.has(scheme) || FORBIDDEN_FAMILIES.test(scheme)
}

const RUN_SCRIPT = 'javascript x-javascript ecmascript jscript livescript mocha vbscript vbs data blob about filesystem'
const SHOW_DOCUMENTS = 'view-source jar mhtml wyciwyg feed pcast cid mid urn dict'
const REACH_THE_SYSTEM = 'file local content resource res mk hcp its shell search-ms prefs app-settings jnlp jdbc'
const REACH_THE_BROWSER = 'devtools brave edge opera vivaldi webkit firefox googlechrome googlechromes'
const CHOOSE_APPLICATIONS = 'intent android-app market shortcuts safari-web-extension otpauth openid openid4vp'
const TALK_OTHER_PROTOCOLS =
  'ws wss ftp ftps sftp scp tftp ssh telnet rlogin tn3270 gopher wais nntp news snews ldap ldaps smb cifs afp nfs dav ' +
  'davs git svn rsync rtsp mms vnc rdp irc ircs xmpp sip sips imap pop ipfs ipns magnet webcal'
const CALL_PEOPLE = 'mailto tel callto facetime facetime-audio sms smsto skype geo bitcoin ethereum lightning'

const FORBIDDEN_SCHEMES: ReadonlySet<string> = new Set(
  [
    RUN_SCRIPT,
    SHOW_DOCUMENTS,
    REACH_THE_SYSTEM,
    REACH_THE_BROWSER,
    CHOOSE_APPLICATIONS,
    TALK_OTHER_PROTOCOLS,
    CALL_PEOPLE,
  ].flatMap((schemes) => schemes.split(' ')),
)

/** Schemes of a maker (`ms-settings`, `chrome-extension`, `itms-apps`) and spellings that pass for `https`. */
const FORBIDDEN_FAMILIES = /^(ms-|chrome|moz-|microsoft|itms|x-apple|vnd\.|web\+|https?[+.-])/
