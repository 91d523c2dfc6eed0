import type { Messages } from './messages.ts'
import { pluralsOf } from './plural.ts'

const plural = pluralsOf('ja')

export const ja: Messages = {
  layout: {
    footer: 'Gatehouse によるセルフホスト型サインイン',
    language: '言語',
    requestId: 'リクエスト ID：',
    errorTitle: (title) => `エラー：${title}`,
  },
  fields: {
    optional: '（任意）',
    email: 'メールアドレス',
    password: 'パスワード',
    newPassword: '新しいパスワード',
    firstName: '名',
    lastName: '姓',
  },
  mistakes: {
    email: 'メールアドレスを入力してください（例：ada@example.com）。',
    emailTaken: 'このメールアドレスは利用できません。',
    nameTooLong: '名前が長すぎます。',
    passwordTooShort: (characters) => plural(characters, { other: 'パスワードは # 文字以上にしてください。' }),
    passwordTooLong: 'パスワードが長すぎます。',
  },
  passwordHint: (characters) => plural(characters, { other: '# 文字以上。短い文にすると覚えやすくなります。' }),
  signIn: {
    title: 'サインイン',
    submit: 'サインイン',
    incomplete: 'メールアドレスとパスワードを入力してください。',
    noMatch: 'メールアドレスまたはパスワードが正しくありません。',
    suspended: 'このアカウントは停止されています。アプリケーションの管理者にお問い合わせください。',
    tooMany: '試行回数が多すぎます。1分ほど待ってから、もう一度お試しください。',
    forgotPassword: 'パスワードをお忘れですか？',
    noAccount: '初めてご利用ですか？',
    createAccount: 'アカウントを作成',
  },
  signUp: {
    title: 'アカウントの作成',
    submit: 'アカウントを作成',
    checkFields: '入力内容をご確認ください：',
    hasAccount: 'すでにアカウントをお持ちですか？',
    signIn: 'サインイン',
  },
  organizationSelection: {
    title: '組織を選択',
    lead: (email) => `${email} としてサインインしています。どの組織で続けますか？`,
    notAMember: 'その組織では続けられなくなりました。別の組織を選択してください。',
  },
  handOff: {
    title: 'サインインしています',
    lead: 'まもなくアプリケーションに戻ります。',
    continue: '続ける',
  },
  flowFinished: {
    title: 'このサインインは完了しています',
    lead: 'このページからはすでにサインインしています。もう一度サインインするには、アプリケーションから始めてください。',
  },
  flowExpired: {
    title: 'このサインインは無効になりました',
    lead: 'ページを開いてから時間が経ちすぎたか、別のブラウザーで開始されたサインインです。アカウントに問題はありません。',
    returnToApplication: '元のアプリケーションに戻り、そこからサインインしてください。',
  },
  forgotPassword: {
    title: 'パスワードをお忘れですか？',
    lead: 'アカウントのメールアドレスを入力してください。新しいパスワードを設定するためのリンクをお送りします。',
    submit: 'リンクを送信',
    backToSignIn: 'サインインに戻る',
    sentTitle: 'メールをご確認ください',
    sentLead:
      'このメールアドレスのアカウントがある場合は、リンクをお送りしました。リンクの有効期間は 1 時間で、使えるのは 1 回だけです。',
    sentHint: '届かない場合は、迷惑メールフォルダーをご確認のうえ、数分待ってからもう一度お試しください。',
  },
  resetPassword: {
    title: '新しいパスワードの設定',
    lead: (email) => `${email} のパスワードです。設定すると、すべての端末からサインアウトします。`,
    submit: 'パスワードを設定',
    goneTitle: 'このリンクは無効です',
    goneLead:
      'すでに使用されたか、1 時間以上経過したか、リンクの送信後にパスワードまたはメールアドレスが変更されています。',
    askAgain: '新しいリンクを送信',
    doneTitle: 'パスワードを変更しました',
    doneLead: 'すべての端末からサインアウトしました。新しいパスワードでサインインしてください。',
    signIn: 'サインイン',
    returnToApplication: 'アプリケーションに戻ってサインインしてください。',
  },
  invite: {
    title: '招待',
    join: (organization) => `${organization} に参加`,
    lead: (email) => `この招待は ${email} 宛てです。`,
    submit: '招待を承諾',
    goneTitle: 'この招待は無効です',
    goneLead: '期限が切れたか、取り消されたか、すでに承諾されています。',
    goneHint:
      'すでに承諾した場合は、アプリケーションからサインインしてください。そうでない場合は、招待した方に新しい招待を依頼してください。',
    doneTitle: '招待を承諾しました',
    doneLead: 'アプリケーションに移動してサインインしてください。',
  },
  confirmSignOut: {
    title: 'サインアウトしますか？',
    lead: (email) =>
      `${email} としてサインインしています。アプリケーションが、このブラウザーからのサインアウトを求めています。`,
    submit: 'サインアウト',
    stay: 'サインインしたままにするには、このページを閉じてください。',
  },
  signedOut: {
    title: 'サインアウトしました',
    lead: 'セッションは終了しました。このページを閉じてかまいません。',
    ended: '終了したもの',
    endedSession: 'アプリケーションのセッション：だれも続けることはできません。',
    endedSignIn: 'このブラウザーでのサインイン：次回はパスワードの入力が必要です。',
    stillSignedIn: 'このページには、別のサインインで引き続きサインインしています。',
    notEnded: '終了していないもの',
    otherSessions: 'ほかのアプリケーションや、ほかのブラウザーのセッション。',
    tokens: (minutes) =>
      plural(minutes, {
        other: 'このサーバーに確認しないアプリケーションは、最長であと # 分間利用できることがあります。',
      }),
    signInAgain: 'もう一度サインイン',
    developerNote: 'このアプリケーションの開発者の方へ',
  },
  sessions: {
    title: 'セッションの一覧',
    lead: (email) => `${email} がサインインしている場所です。`,
    here: 'このブラウザー',
    elsewhere: 'ほかの場所',
    nowhereElse: 'ほかの場所ではサインインしていません。',
    thisDevice: 'この端末',
    device: (browser, system) => `${system} の ${browser}`,
    unknownDevice: '不明な端末',
    noApplication: 'サインインページのみ',
    place: (city, country) => `${country}、${city}`,
    method: { password: 'パスワード' },
    lastSeen: (when) => `最後の利用：${when}`,
    since: (date) => `開始日：${date}`,
    end: 'サインアウト',
    endThis: (device, application) => `サインアウト：${device}、${application}`,
    endHere: 'このブラウザーからサインアウト',
    endElsewhere: 'ほかのすべての場所からサインアウト',
    tooMany: (count) => plural(count, { other: '新しいものから # 件のみ表示しています。' }),
    ended: 'そのセッションからサインアウトしました。',
    endedElsewhere: 'ほかのすべての場所からサインアウトしました。',
    gone: 'そのセッションはすでに終了していました。',
    stale: 'ページの内容が古くなっていました。もう一度お試しください。',
  },
  home: {
    title: 'Gatehouse は稼働中です',
    lead: 'このサーバーは、アプリケーションへのサインインを受け付けています。ご利用になるアプリケーションを開いてください。サインインが必要なときは、ここに移動します。',
  },
  errors: {
    notFoundTitle: 'ページが見つかりません',
    notFound: 'このアドレスにページはありません。',
    title: '処理できませんでした',
    foreignForm: 'このフォームは別のサイトから送信されました。このサイトのページを開いて、もう一度お試しください。',
    tooBusy: 'サーバーが混み合っています。しばらくしてからもう一度お試しください。',
    unavailable: 'サーバーがデータに接続できません。しばらくしてからもう一度お試しください。',
    internal: 'サーバー側で問題が発生しました。リクエスト ID を使うと、ログで原因を調べられます。',
    malformed: 'リクエストを処理できませんでした。',
  },
  authorizeProblem: {
    malformedTitle: 'このサインインリンクは無効です',
    malformed: '同じパラメーターが複数回指定されているか、長すぎるパラメーターがあります。',
    unknownClientTitle: '不明なアプリケーション',
    unknownClient: 'このサインインリンクの client_id に対応するアプリケーションは、このサーバーにありません。',
    missingClient: 'このサインインリンクには client_id がないため、どのアプリケーションからのものか判断できません。',
    unregisteredTitle: 'リダイレクト URI が登録されていません',
    unregistered: '安全のため、サインインを中止しました。戻り先のアドレスが、このサーバーの一覧にありません。',
    received: '受け取った値',
    registered: '登録されている値',
    nothingRegistered: 'まだありません',
    howToFix: '解決方法',
  },
  mails: {
    resetSubject: '新しいパスワードの設定',
    reset: (
      link,
    ) => `お使いのアカウントについて、新しいパスワードの設定が求められました。ご本人による操作の場合は、1 時間以内に次のリンクを開いてください：

${link}

お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。また、このメールを読めない人にはリンクを使うことができません。
`,
    changedSubject: 'パスワードが変更されました',
    changed: `お送りしたリンクを使って、アカウントのパスワードが変更され、すべての端末からサインアウトしました。

お心当たりがない場合は、第三者がメールを読んでいる可能性があります。まずメールアカウントの安全を確保し、そのあとサインインページで新しいパスワードを設定してください。
`,
    invitationSubject: '招待が届いています',
    invitationTo: (organization) => `${organization} への招待`,
    invitedToBy: (organization, inviter) => `${inviter} さんから ${organization} への参加に招待されました。`,
    invitedTo: (organization) => `${organization} への参加に招待されました。`,
    invitedBy: (inviter) => `${inviter} さんから招待されました。`,
    invited: 'アカウントの作成に招待されました。',
    invitation: (invitedTo, link, days) => `${invitedTo} ${plural(days, {
      other: '承諾するには、# 日以内に次のリンクを開いてください：',
    })}

${link}

お心当たりがない場合は、何もする必要はありません。このメールを読めない人が代わりに承諾することはできません。
`,
  },
}
