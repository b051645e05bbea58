import { expect, test } from 'vitest'
import { align, type Box, distribute, type Side } from './align'

const boxes: Box[] = [
  { id: 'a', position: { x: 0, y: 100 }, width: 240, height: 60 },
  { id: 'b', position: { x: 700, y: 0 }, width: 240, height: 140 },
  { id: 'c', position: { x: 300, y: 30 }, width: 240, height: 60 },
]

test.each<[Side, 'x' | 'y', number[]]>([
  ['left', 'x', [0, 0, 0]],
  ['center', 'x', [350, 350, 350]],
  ['right', 'x', [700, 700, 700]],
  ['top', 'y', [0, 0, 0]],
  ['middle', 'y', [50, 10, 50]],
  ['bottom', 'y', [100, 20, 100]],
])('aligns to the %s, along one axis only', (side, axis, expected) => {
  const places = boxes.map(({ id }) => align(boxes, side).get(id)!)
  expect(places.map((place) => place[axis])).toEqual(expected)
  const other = axis === 'x' ? 'y' : 'x'
  expect(places.map((place) => place[other])).toEqual(boxes.map(({ position }) => position[other]))
})

test('leaves the same room between steps, and the outer ones where they are', () => {
  const across = distribute(boxes, 'horizontally')
  expect(boxes.map(({ id }) => across.get(id))).toEqual([
    { x: 0, y: 100 },
    { x: 700, y: 0 },
    { x: 350, y: 30 },
  ])
  const down = distribute(boxes, 'vertically')
  // From b at 0 to a at 100 there is too little room, so all overlap alike.
  expect(boxes.map(({ id }) => down.get(id)?.y)).toEqual([100, 0, 90])
})
