import type { Language } from '../languages.ts'

/** The forms that the language has (CLDR plural rules); `#` stands for the number, written as the language writes it. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

/** Node loads a language's rules when they are first asked for, so a start does not pay for languages that nobody reads. */
export function pluralsOf(language: Language): (count: number, forms: PluralForms) => string {
  let rules: Intl.PluralRules | undefined
  let numbers: Intl.NumberFormat | undefined
  return (count, forms) => {
    rules ??= new Intl.PluralRules(language)
    numbers ??= new Intl.NumberFormat(language)
    return (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count))
  }
}
