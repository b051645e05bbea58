import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { StepError } from '@/lib/runs/schema'
import { RequestTab } from './request-tab'
import { ResponseTab } from './response-tab'
import { sampleRecord } from './testing/sample-run'
import { TimingTab } from './timing-tab'

const failed = (code: StepError['code'], phase: StepError['phase']) =>
  sampleRecord({
    nodeId: 'call',
    output: null,
    error: { code, phase, message: '', limitSeconds: null, elapsedMs: null },
  })

test('what nobody knows to have been sent is not said to be unsent', () => {
  const record = failed('unknown_outcome', null)
  render(
    <>
      <RequestTab record={record} />
      <TimingTab record={record} />
    </>,
  )
  expect(screen.queryByText(/Nothing was sent/)).toBeNull()
  expect(screen.getByText('Nobody knows whether it was sent.')).toBeTruthy()
  expect(screen.getByText('Nothing was measured.')).toBeTruthy()
})

test('a step that sent nothing says so', () => {
  const record = failed('invalid_template', 'prepare')
  render(
    <>
      <RequestTab record={record} />
      <TimingTab record={record} />
    </>,
  )
  expect(screen.getAllByText(/^Nothing was sent/)).toHaveLength(2)
})

test('an answer that began to arrive is not said to have stayed away', () => {
  render(<ResponseTab record={failed('response_too_large', 'download')} />)
  expect(screen.getByText('No complete answer arrived.')).toBeTruthy()
})
