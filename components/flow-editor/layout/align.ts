import type { Position } from '../flow-document'

export type Box = { id: string; position: Position; width: number; height: number }
export type Side = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'
export type Direction = 'horizontally' | 'vertically'

/** Moves steps so that one side of each, or its middle, is on one line with that of the others. */
export function align(boxes: readonly Box[], side: Side): Map<string, Position> {
  const { left, top, right, bottom } = boundsOf(boxes)
  const places = {
    left: ({ position }) => ({ ...position, x: left }),
    center: ({ position, width }) => ({ ...position, x: Math.round((left + right - width) / 2) }),
    right: ({ position, width }) => ({ ...position, x: right - width }),
    top: ({ position }) => ({ ...position, y: top }),
    middle: ({ position, height }) => ({ ...position, y: Math.round((top + bottom - height) / 2) }),
    bottom: ({ position, height }) => ({ ...position, y: bottom - height }),
  } satisfies Record<Side, (box: Box) => Position>
  return new Map(boxes.map((box) => [box.id, places[side](box)]))
}

/** Moves the steps between the first and the last one so that there is the same room between all. */
export function distribute(boxes: readonly Box[], direction: Direction): Map<string, Position> {
  const [axis, length] = direction === 'horizontally' ? (['x', 'width'] as const) : (['y', 'height'] as const)
  const sorted = boxes.toSorted((a, b) => a.position[axis] - b.position[axis])
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last || first === last) return new Map()
  const filled = sorted.slice(0, -1).reduce((sum, box) => sum + box[length], 0)
  const room = (last.position[axis] - first.position[axis] - filled) / (sorted.length - 1)
  let next = first.position[axis]
  return new Map(
    sorted.map((box) => {
      const place = Math.round(next)
      next += box[length] + room
      return [box.id, { ...box.position, [axis]: place }]
    }),
  )
}

function boundsOf(boxes: readonly Box[]) {
  return {
    left: Math.min(...boxes.map(({ position }) => position.x)),
    top: Math.min(...boxes.map(({ position }) => position.y)),
    right: Math.max(...boxes.map(({ position, width }) => position.x + width)),
    bottom: Math.max(...boxes.map(({ position, height }) => position.y + height)),
  }
}
