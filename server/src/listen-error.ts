/** The address cannot be listened on; the message says what to do. */
export class ListenError extends Error {}

export function toListenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  return new ListenError(describe(error, host, port))
}

function describe(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken. Stop what uses it, or set PORT to another one.`
  if (error.code === 'EACCES') return `Port ${port} may not be used by this user. Set PORT to one above 1023.`
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code ?? ''))
    return `HOST=${host} is not an address of this machine.`
  return `Cannot listen on ${host}:${port}: ${error.message}`
}
