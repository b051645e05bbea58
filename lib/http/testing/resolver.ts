import { DnsFailure, type NameResolver } from '@/lib/http/resolve'

/** Answers from a map; a name that is not in it does not exist. A list of lists rebinds, one answer each time. */
export function resolverOf(
  answers: Record<string, string[] | string[][]>,
): NameResolver & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    async dns(name) {
      const all = answers[name] ?? []
      const before = asked.filter((item) => item === name).length
      asked.push(name)
      const answer =
        all.every((item) => Array.isArray(item)) && all.length > 0 ? all[before % all.length] : all
      const addresses = (Array.isArray(answer) ? answer : [answer])
        .flat()
        .filter((item) => item !== undefined)
      if (addresses.length === 0) throw new DnsFailure('ENOTFOUND')
      return addresses
    },
    hosts: async () => [],
    platform: async () => [],
  }
}
