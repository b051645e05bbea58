import { useReactFlow } from '@xyflow/react'
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { plural } from '@/lib/format'
import { type EditorNode, spacing } from '../flow-document'
import { align, type Box, type Direction, distribute, type Side } from '../layout/align'
import { useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

const sides = [
  { side: 'left', icon: AlignStartVertical },
  { side: 'center', icon: AlignCenterVertical },
  { side: 'right', icon: AlignEndVertical },
  { side: 'top', icon: AlignStartHorizontal },
  { side: 'middle', icon: AlignCenterHorizontal },
  { side: 'bottom', icon: AlignEndHorizontal },
] as const satisfies { side: Side; icon: unknown }[]

const directions = [
  { direction: 'horizontally', icon: AlignHorizontalSpaceBetween },
  { direction: 'vertically', icon: AlignVerticalSpaceBetween },
] as const satisfies { direction: Direction; icon: unknown }[]

/** Brings the selected steps in line with each other, without dragging. */
export function ArrangeButtons({ nodes }: { nodes: EditorNode[] }) {
  const actions = useEditorActions()
  const flow = useReactFlow()
  const refusal = useReadOnly()?.reason
  const tooFew = nodes.length < 3 ? 'Select three steps or more' : undefined
  const steps = plural(nodes.length, 'step', 'steps')

  function boxes(): Box[] {
    return nodes.map(({ id, position }) => {
      const { width, height } = flow.getInternalNode(id)?.measured ?? {}
      return { id, position, width: width ?? spacing.card.width, height: height ?? spacing.card.height }
    })
  }

  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      <Group label="Align">
        {sides.map(({ side, icon: Icon }) => (
          <IconButton
            key={side}
            label={`Align ${side}`}
            disabledReason={refusal}
            onClick={() =>
              actions.arrange(align(boxes(), side), {
                label: `align ${steps} ${side}`,
                done: `Aligned ${steps} ${side}`,
              })
            }
          >
            <Icon aria-hidden />
          </IconButton>
        ))}
      </Group>
      <Group label="Distribute">
        {directions.map(({ direction, icon: Icon }) => (
          <IconButton
            key={direction}
            label={`Distribute ${direction}`}
            disabledReason={refusal ?? tooFew}
            onClick={() =>
              actions.arrange(distribute(boxes(), direction), {
                label: `distribute ${steps} ${direction}`,
                done: `Distributed ${steps} ${direction}`,
              })
            }
          >
            <Icon aria-hidden />
          </IconButton>
        ))}
      </Group>
    </div>
  )
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-xs text-muted">{label}</legend>
      <div className="-ml-1.5 flex flex-wrap gap-0.5">{children}</div>
    </fieldset>
  )
}
