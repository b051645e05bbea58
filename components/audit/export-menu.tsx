import { Download, FileJson, FileSpreadsheet } from 'lucide-react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { type AuditFilter, auditExportPath } from '@/lib/audit/queries'
import type { ExportFormat } from '@/lib/audit/schema'

/** Saves everything that the filter lets through, however much it is: the browser streams it into a file. */
export function ExportMenu({ filter }: { filter: AuditFilter }) {
  const { slug } = useOrganization()
  function save(format: ExportFormat) {
    const link = document.createElement('a')
    link.href = auditExportPath(slug, filter, format)
    // Whatever the server answers is a download, a refusal too: never a page in place of this one.
    link.download = ''
    link.click()
  }
  return (
    <Menu align="end" trigger={<Button icon={<Download aria-hidden />}>Export</Button>}>
      <MenuItem icon={<FileSpreadsheet aria-hidden />} onClick={() => save('csv')}>
        Export as CSV
      </MenuItem>
      <MenuItem icon={<FileJson aria-hidden />} onClick={() => save('json')}>
        Export as JSON
      </MenuItem>
    </Menu>
  )
}
