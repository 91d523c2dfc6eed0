/**
 * For `like … escape '\'` against what `lower()` made of a text: it lowers A to Z and nothing else, in SQLite and, under the
 * collation of our columns, in PostgreSQL.
 */
export function containsPattern(text: string): string {
  const lowered = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return `%${lowered.replace(/[\\%_]/g, '\\$&')}%`
}
