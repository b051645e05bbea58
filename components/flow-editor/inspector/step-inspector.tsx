import { Tabs as BaseTabs } from '@base-ui/react/tabs'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs'
import { isKnownNode } from '@/lib/flows/schema'
import type { EditorNode } from '../flow-document'
import { TemplateDataProvider } from '../template-field/template-data'
import { Connections } from './connections'
import { DataTab } from './data-tab'
import { LastRunTab } from './last-run-tab'
import { RequestPreview } from './request-preview'
import { StepFields } from './step-fields'
import { StepFormProvider } from './step-context'
import { StepHeader } from './step-header'

const tabs = ['configure', 'data', 'last-run', 'request'] as const

/** One step: its name, its fields, what it may use, what it did, and what it would send. */
export function StepInspector({ node }: { node: EditorNode }) {
  const [tab, setTab] = useQueryState('inspect', parseAsStringLiteral(tabs).withDefault('configure'))
  const isApiCall = isKnownNode(node) && node.type === 'apiCall'
  const shown = tab === 'request' && !isApiCall ? 'configure' : tab
  return (
    <StepFormProvider nodeId={node.id}>
      <TemplateDataProvider nodeId={node.id}>
        <div className="flex h-full min-h-0 flex-col">
          <StepHeader node={node} />
          <Tabs value={shown} onValueChange={(value) => void setTab(toTab(value))} className="flex-1">
            <TabList label="Step" className="px-3">
              <Tab value="configure">Configure</Tab>
              <Tab value="data">Data</Tab>
              <Tab value="last-run">Last run</Tab>
              {isApiCall && <Tab value="request">Request preview</Tab>}
            </TabList>
            {/* Kept mounted, so that the Data tab can insert where the caret was. */}
            <BaseTabs.Panel value="configure" keepMounted className="min-h-0 flex-1 overflow-y-auto">
              <div className="flex flex-col gap-5 p-4">
                <StepFields node={node} />
                <Connections node={node} />
              </div>
            </BaseTabs.Panel>
            <TabPanel value="data" className="overflow-y-auto">
              <DataTab />
            </TabPanel>
            <TabPanel value="last-run" className="flex flex-col overflow-y-auto">
              <LastRunTab nodeId={node.id} />
            </TabPanel>
            {isApiCall && (
              <TabPanel value="request" className="overflow-y-auto">
                <RequestPreview node={node} />
              </TabPanel>
            )}
          </Tabs>
        </div>
      </TemplateDataProvider>
    </StepFormProvider>
  )
}

function toTab(value: string): (typeof tabs)[number] {
  return tabs.find((tab) => tab === value) ?? 'configure'
}
