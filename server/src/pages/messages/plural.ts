import type { Language } from '../languages.ts'

/** The forms that the language has (CLDR plural rules); `#` stands for the number, written as the language writes it. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

export function pluralsOf(language: Language): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count))
}
