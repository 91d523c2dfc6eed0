/** In the order of the tabs. The file of a sample is `sample.<extension>`; what it printed is beside it in `sample.<extension>.out`. */
export const LANGUAGES = {
  curl: { label: 'curl', extension: 'sh', grammar: 'bash' },
  javascript: { label: 'JavaScript', extension: 'js', grammar: 'javascript' },
  go: { label: 'Go', extension: 'go', grammar: 'go' },
  ruby: { label: 'Ruby', extension: 'rb', grammar: 'ruby' },
  java: { label: 'Java', extension: 'java', grammar: 'java' },
  python: { label: 'Python', extension: 'py', grammar: 'python' },
  php: { label: 'PHP', extension: 'php', grammar: 'php' },
} as const

export type Language = keyof typeof LANGUAGES

export const LANGUAGE_NAMES = Object.keys(LANGUAGES) as Language[]
