/** Operations that are newer than their samples. Short, and empty before a release. */
export const PENDING: string[] = []
