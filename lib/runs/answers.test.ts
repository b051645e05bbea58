import { describe, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type * as answers from './answers'
import type { Run, RunPage, RunProgress, RunSummary } from './schema'

describe('the answers about runs', () => {
  // The compiler is who checks these.
  it('are described as what the code works with', () => {
    expectTypeOf<z.infer<typeof answers.runSchema>>().branded.toEqualTypeOf<Run>()
    expectTypeOf<z.infer<typeof answers.runSummarySchema>>().toEqualTypeOf<RunSummary>()
    expectTypeOf<z.infer<typeof answers.runPageSchema>>().toEqualTypeOf<RunPage>()
    expectTypeOf<z.infer<typeof answers.runProgressSchema>>().toEqualTypeOf<RunProgress>()
  })
})
