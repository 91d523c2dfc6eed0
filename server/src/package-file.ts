/**
 * A file that comes with the server, named from its root. One folder below that root lies this module, and so does the
 * code of the built package, in which all modules are in a few files: nothing else may count on where it lies.
 */
export function packageFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url)
}
