/**
 * Writes the lines of one turn of the event loop at once: a system call for the log line of each request costs more than
 * finding a session. Nothing is held back for longer, and what is there when the process ends is written then.
 */
export function writeTogether(stream: NodeJS.WritableStream): (line: string) => void {
  let waiting = ''
  const write = () => {
    const lines = waiting
    waiting = ''
    if (lines !== '') stream.write(lines)
  }
  process.on('exit', write)
  return (line) => {
    if (waiting === '') setImmediate(write)
    waiting += line
  }
}
