import { indexView } from './index.view.ts'
import type { OpenApi } from './openapi-operation.ts'
import { operationView } from './operation.view.ts'
import { readOperations } from './read-operations.ts'

/** Where the pages are, as seen from each other: served by Gatehouse, or as files. */
export interface Addresses {
  stylesheet: string
  index: string
  operation(name: string): string
  openapi: string
}

export interface Reference {
  names: string[]
  indexPage(addresses: Addresses): Promise<string>
  /** Undefined: there is no such operation. */
  operationPage(name: string, addresses: Addresses): Promise<string | undefined>
}

/** Reads every sample and definition. Throws `OperationFileError`, which names the file and what is wrong in it. */
export function openReference(openapi: OpenApi): Reference {
  const operations = readOperations(openapi)
  return {
    names: operations.map(({ name }) => name),
    indexPage: async (addresses) => String(await indexView(operations, addresses)),
    async operationPage(name, addresses) {
      const operation = operations.find((one) => one.name === name)
      return operation && String(await operationView(operation, operations, addresses))
    },
  }
}
