import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from '@/lib/testing/source-files'

const exported = /^export\b.*$/gm

/** Doors that are none of `orgRoute`'s, with the reason. */
const otherRoutes = {
  'app/api/[...path]/route.ts': 'what there is not',
  'app/api/auth/[...nextauth]/route.ts': 'next-auth’s own',
  'app/api/auth/callback/oidc/route.ts': 'where a single sign-on provider sends browsers back to',
  'app/api/health/live/route.ts': 'for load balancers',
  'app/api/health/ready/route.ts': 'for load balancers',
  'app/api/v1/[[...route]]/route.ts': 'the REST API, which asks for a token',
  'app/metrics/route.ts': 'for Prometheus, with a token of the operator’s',
}

describe('everything that a browser can call', () => {
  it('is an action made by orgAction or publicAction, when it is an action', () => {
    const files = sourceFiles(['app', 'components', 'lib']).filter((file) =>
      /^\s*['"]use server['"]/m.test(readFileSync(file, 'utf8')),
    )
    expect(files).toEqual(expect.arrayContaining([join('lib', 'endpoints', 'actions.ts')]))
    for (const file of files) {
      const source = readFileSync(file, 'utf8')
      // Inside of a function it would make an action too, which nobody wraps.
      expect({ file, start: source.slice(0, 12) }).toEqual({ file, start: "'use server'" })
      const lines = source.match(exported) ?? []
      const others = lines.filter(
        (line) => !/^export const \w+Action = (orgAction|publicAction)\(/.test(line),
      )
      expect({ file, others }).toEqual({ file, others: [] })
    }
  })

  it('is made by orgRoute, when it is a route handler, or listed with the reason why not', () => {
    const files = sourceFiles(['app']).filter((file) => file.endsWith('route.ts'))
    const others = files.filter((file) => {
      const lines = readFileSync(file, 'utf8').match(exported) ?? []
      return !lines.every((line) => /^export const [A-Z]+ = orgRoute\(/.test(line))
    })
    expect(others.sort()).toEqual(Object.keys(otherRoutes).sort())
  })
})
