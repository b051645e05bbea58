import { ChevronDown, Play } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useRunStep } from '../use-run-step'
import { useSingleKeys } from '../use-single-keys'

/** Runs this step alone, or the flow from here on. */
export function RunStepButton({ nodeId }: { nodeId: string }) {
  const { refusal, runStep } = useRunStep(nodeId)
  const { hint } = useSingleKeys()
  return (
    <div className="ml-auto flex items-center">
      <Button
        size="sm"
        variant="ghost"
        icon={<Play size={14} aria-hidden />}
        disabledReason={refusal}
        onClick={() => runStep({ only: true })}
      >
        Run step
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton label="More ways to run" size="sm">
            <ChevronDown size={14} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onClick={() => runStep({ only: true })} disabledReason={refusal} shortcut={hint('R')}>
          Run this step only
        </MenuItem>
        <MenuItem onClick={() => runStep({ only: false })} disabledReason={refusal}>
          Run from here to the end
        </MenuItem>
      </Menu>
    </div>
  )
}
