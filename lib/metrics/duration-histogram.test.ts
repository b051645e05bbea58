import { expect, test } from 'vitest'
import { DurationHistogram } from './duration-histogram'

test('counts each duration into its bucket and all that are wider', () => {
  const histogram = new DurationHistogram('wait_seconds', 'How long.', ['type', 'status'], [0.01, 0.1])
  histogram.observe(10, 'call', 'ok')
  histogram.observe(11, 'call', 'ok')
  histogram.observe(5_000, 'call', 'ok')
  histogram.observe(1, 'call', 'failed')
  expect(histogram.text()).toBe(
    [
      '# HELP wait_seconds How long.',
      '# TYPE wait_seconds histogram',
      'wait_seconds_bucket{type="call",status="ok",le="0.01"} 1',
      'wait_seconds_bucket{type="call",status="ok",le="0.1"} 2',
      'wait_seconds_bucket{type="call",status="ok",le="+Inf"} 3',
      'wait_seconds_sum{type="call",status="ok"} 5.021',
      'wait_seconds_count{type="call",status="ok"} 3',
      'wait_seconds_bucket{type="call",status="failed",le="0.01"} 1',
      'wait_seconds_bucket{type="call",status="failed",le="0.1"} 1',
      'wait_seconds_bucket{type="call",status="failed",le="+Inf"} 1',
      'wait_seconds_sum{type="call",status="failed"} 0.001',
      'wait_seconds_count{type="call",status="failed"} 1',
      '',
    ].join('\n'),
  )
})

test('does without labels, and says nothing of what never happened', () => {
  const histogram = new DurationHistogram('wait_seconds', 'How long.', [], [1])
  expect(histogram.text()).not.toContain('wait_seconds_count')
  histogram.observe(2_000)
  expect(histogram.text()).toContain('wait_seconds_bucket{le="1"} 0\nwait_seconds_bucket{le="+Inf"} 1\n')
  expect(histogram.text()).toContain('wait_seconds_sum 2\nwait_seconds_count 1\n')
})

test('keeps what could break a line inside its quotes', () => {
  const histogram = new DurationHistogram('wait_seconds', 'How long.', ['route'], [])
  histogram.observe(1, 'a"b\\c\nd')
  expect(histogram.text()).toContain('wait_seconds_count{route="a\\"b\\\\c\\nd"} 1\n')
})

test('takes what ended before it began for no time at all: clocks differ, and a sum never falls', () => {
  const histogram = new DurationHistogram('wait_seconds', 'How long.', [], [1])
  histogram.observe(2_000)
  histogram.observe(-5_000)
  expect(histogram.text()).toContain('wait_seconds_bucket{le="1"} 1\nwait_seconds_bucket{le="+Inf"} 2\n')
  expect(histogram.text()).toContain('wait_seconds_sum 2\n')
})
