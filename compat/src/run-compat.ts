import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { createAnswerCheck } from './check-answers.ts'
import { compareContracts, type Difference, nameOf, sharedOperations } from './compare-contracts.ts'
import { type Contract, readContract } from './contract.ts'
import { type Exercised, exercise, exerciseMore } from './exercise.ts'
import { readFeatures } from './features.ts'
import { judge, readLedger } from './ledger.ts'
import { readSamples } from './sample-requests.ts'
import { writeCompatibility } from './write-compatibility.ts'

/**
 * Holds our contract and the answers of a running server against the official specification: `npm run compat`. What is
 * different and not in the ledger fails, and so does what is in the ledger and not different. Writes
 * `docs/compatibility.md`. The specification is not ours to copy: `AUTHKIT_SPEC` says where it is.
 */

const ROOT = new URL('../../', import.meta.url)
const specificationFile =
  process.env.AUTHKIT_SPEC ?? fileURLToPath(new URL('../shared/reference/authkit-openapi.yaml', ROOT))

if (existsSync(specificationFile)) await run()
else say(`SKIPPED: there is no ${specificationFile}. AUTHKIT_SPEC names the official OpenAPI document (YAML or JSON).`)

async function run(): Promise<void> {
  const theirs = readContract(parse(readFileSync(specificationFile, 'utf8'), { merge: true, maxAliasCount: -1 }))
  const ours = readContract(JSON.parse(readFileSync(new URL('server/openapi.json', ROOT), 'utf8')))
  const exercised = await exerciseAll(theirs, ours)
  const ledger = readLedger(new URL('../ledger.yaml', import.meta.url))
  const found = [
    ...compareContracts(theirs, ours),
    ...checkAll(theirs, exercised),
    ...notExercised(theirs, ours, exercised),
  ]
  const { unexpected, stale } = judge(found, ledger)
  const features = readFeatures(new URL('../features.yaml', import.meta.url), theirs, ours)
  const unexplained = features.flatMap(({ absent }) => absent.filter(({ reason }) => !reason))

  tell('different from the specification, and not in compat/ledger.yaml', unexpected)
  tell('in compat/ledger.yaml, and not different any more', stale)
  tell(
    'absent, without a reason in compat/features.yaml',
    unexplained.map(({ operation }) => nameOf(operation)),
  )
  tell(
    'in compat/features.yaml as absent, and not absent any more',
    features.flatMap((feature) => feature.stale),
  )
  say(
    `${sharedOperations(theirs, ours).length} operations, ${exercised.length} answers, ${found.length} differences, ${unexpected.length} of them unexpected`,
  )
  if (unexpected.length + stale.length + unexplained.length + features.flatMap((one) => one.stale).length > 0)
    process.exitCode = 1
  writeCompatibility(new URL('docs/compatibility.md', ROOT), {
    features,
    ledger,
    theirs,
    ours,
  })
}

/** Only what the specification has as well. */
async function exerciseAll(theirs: Contract, ours: Contract): Promise<Exercised[]> {
  const exercised: Exercised[] = []
  for (const sample of readSamples(ours)) {
    if (theirs.operations.has(sample.operation.key)) exercised.push(...(await exercise(sample)))
  }
  for (const { ours: operation } of sharedOperations(theirs, ours)) exercised.push(...(await exerciseMore(operation)))
  return exercised
}

function checkAll(theirs: Contract, exercised: Exercised[]): Difference[] {
  const check = createAnswerCheck(theirs)
  return exercised.flatMap(({ operation, answer }) => {
    const expected = theirs.operations.get(operation.key)
    return expected ? check(expected, answer) : []
  })
}

/** A status that both documents have and that nobody has seen proves nothing. */
function notExercised(theirs: Contract, ours: Contract, exercised: Exercised[]): Difference[] {
  const seen = new Set(exercised.map(({ operation, answer }) => `${operation.key} ${answer.status}`))
  return sharedOperations(theirs, ours).flatMap((shared) =>
    Object.keys(shared.theirs.responses)
      .filter((status) => status in shared.ours.responses && !seen.has(`${shared.ours.key} ${status}`))
      .map((status) => ({ operation: nameOf(shared.theirs), what: `answer ${status}: not exercised` })),
  )
}

function tell(title: string, lines: string[]): void {
  if (lines.length > 0) say(`\n${lines.length} ${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
