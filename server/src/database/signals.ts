/** A word to the other nodes on the same database that there is something to read. It carries nothing and may be lost. */
export interface Signals {
  /** Returns at once. Any number of calls while one is on its way are told by one more. */
  send(): void
  /** Until it is closed, calls `hear` for each word of another node, and whenever some may have been missed. */
  listen(hear: () => void): { close(): Promise<void> }
}
