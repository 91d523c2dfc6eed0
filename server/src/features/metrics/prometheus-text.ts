/** One name with what it counts: https://prometheus.io/docs/instrumenting/exposition_formats (text, 0.0.4). */
export interface MetricFamily {
  name: string
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  samples: Sample[]
}

export interface Sample {
  /** What follows the name: `_bucket`, `_sum`, `_count`. */
  suffix?: string
  labels?: Record<string, string | number>
  value: number
}

/** Families without a sample are left out. */
export function toPrometheusText(families: MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ name, type, help, samples }) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map((sample) => toLine(name, sample)).join('')}`,
    )
    .join('')
}

function toLine(name: string, { suffix = '', labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(String(text))}"`)
  const braces = pairs.length === 0 ? '' : `{${pairs.join(',')}}`
  return `${name}${suffix}${braces} ${toNumber(value)}\n`
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function toNumber(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '+Inf' : String(value)
}

export function toHistogramSamples(
  buckets: { upTo: number; count: number }[],
  sum: number,
  labels: Sample['labels'] = {},
): Sample[] {
  return [
    ...buckets.map(({ upTo, count }) => ({
      suffix: '_bucket',
      labels: { ...labels, le: toNumber(upTo) },
      value: count,
    })),
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: buckets.at(-1)?.count ?? 0 },
  ]
}
