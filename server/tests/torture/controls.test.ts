import { test } from 'node:test'
import { CONTROLS, patchedFiles } from './controls.ts'

for (const [name, { patches }] of Object.entries(CONTROLS)) {
  test(`the control ${name} still finds the rule that it breaks`, () => {
    patchedFiles(patches)
  })
}
