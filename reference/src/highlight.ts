import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import { raw } from 'hono/html'

const GRAMMARS = { bash, go, java, javascript, json, php, python, ruby }
export type Grammar = keyof typeof GRAMMARS

for (const [name, grammar] of Object.entries(GRAMMARS)) hljs.registerLanguage(name, grammar)

/** Markup of our own words and the highlighter's, which escapes the code. */
export function highlight(code: string, grammar: Grammar): ReturnType<typeof raw> {
  return raw(hljs.highlight(code, { language: grammar }).value)
}
