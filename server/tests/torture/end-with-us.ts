/** The command, killed by the kernel when this process ends, however it ends. */
export function withUs(command: string[]): string[] {
  return ['setpriv', '--pdeathsig', 'KILL', ...command]
}
