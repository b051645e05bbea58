'use client'

import { Boxes, ChevronDown, Plug } from 'lucide-react'
import { Menu, MenuItem } from '@/components/ui/menu'
import { ToolbarButton } from '@/components/ui/toolbar'
import { useResourcesPanel } from '../use-resources-panel'

export function ResourcesMenu() {
  const [, openPanel] = useResourcesPanel()
  return (
    <Menu
      align="end"
      trigger={
        <ToolbarButton
          label="Resources"
          icon={<Boxes aria-hidden />}
          text={
            <>
              Resources
              <ChevronDown aria-hidden className="text-muted" />
            </>
          }
          className="max-md:hidden"
        />
      }
    >
      <MenuItem icon={<Plug aria-hidden />} onClick={() => openPanel('endpoints')}>
        API Endpoints
      </MenuItem>
    </Menu>
  )
}
