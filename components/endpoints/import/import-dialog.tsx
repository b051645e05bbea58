import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { announce } from '@/components/ui/announcer'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs'
import { useFormat } from '@/components/ui/use-format'
import type { EndpointValues } from '../form/endpoint-values'
import { problemOf } from '../problem-of'
import { useDiscardGuard } from '../use-discard-guard'
import type { EndpointImport } from './endpoint-import'
import { importCurl } from './import-curl'
import { ImportError } from './import-error'
import { importOpenApi } from './import-openapi'
import { ImportReview } from './import-review'
import type { ImportSource } from './import-sources'
import { type DocumentFile, SourceField } from './source-field'

type ImportDialogProps = {
  source: ImportSource
  onSourceChange: (source: ImportSource) => void
  onClose: () => void
  onRead: (values: EndpointValues) => void
  returnFocusRef: RefObject<HTMLElement | null>
}

const nothingTyped: Record<ImportSource, string> = { curl: '', openapi: '' }

/** Reads what is pasted, and shows what becomes of it. */
export function ImportDialog({ source, onSourceChange, onClose, onRead, returnFocusRef }: ImportDialogProps) {
  const formId = useId()
  const { list } = useFormat()
  const guard = useDiscardGuard()
  const [texts, setTexts] = useState(nothingTyped)
  const [file, setFile] = useState<DocumentFile | null>(null)
  const [problem, setProblem] = useState<string>()
  const [isReading, setReading] = useState(false)
  const [found, setFound] = useState<EndpointImport | null>(null)
  const [values, setValues] = useState<EndpointValues | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const isTyped = file !== null || texts.curl !== '' || texts.openapi !== ''
  const { setDirty } = guard
  useEffect(() => setDirty(isTyped), [isTyped, setDirty])

  async function read() {
    if (isReading) return
    setReading(true)
    try {
      const text = source === 'openapi' && file ? file.text : texts[source]
      const read = source === 'curl' ? importCurl(text, list) : await importOpenApi(text)
      setProblem(undefined)
      setFound(read)
      setValues(read.values)
    } catch (error) {
      if (error instanceof ImportError) return refuse(error.message)
      refuse(problemOf(error).message)
      throw error
    } finally {
      setReading(false)
    }
  }

  function refuse(reason: string) {
    setProblem(reason)
    announce(reason, { assertive: true })
    field.current?.focus()
  }

  function back() {
    setFound(null)
    setTimeout(() => field.current?.focus())
  }

  const common = { formId, fieldRef: field, problem, onRead: () => void read() }
  return (
    <Dialog
      open
      onOpenChange={() => guard.attempt(onClose)}
      size="lg"
      title="Import an endpoint"
      description="Paste what you have. A new endpoint is filled in from it, for you to check before you save."
      finalFocus={returnFocusRef}
      footer={
        found && values ? (
          <>
            <Button onClick={back}>Back</Button>
            <Button variant="primary" onClick={() => onRead(values)}>
              Fill in form
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => guard.attempt(onClose)}>Cancel</Button>
            <Button variant="primary" type="submit" form={formId} loading={isReading}>
              {source === 'curl' ? 'Read command' : 'Read document'}
            </Button>
          </>
        )
      }
    >
      {found && values ? (
        <ImportReview found={found} values={values} onValuesChange={setValues} />
      ) : (
        <Tabs
          value={source}
          onValueChange={(next) => {
            setProblem(undefined)
            onSourceChange(next === 'curl' ? 'curl' : 'openapi')
          }}
        >
          <TabList label="Import from">
            <Tab value="curl">cURL</Tab>
            <Tab value="openapi">OpenAPI</Tab>
          </TabList>
          <TabPanel value="curl" className="pt-4">
            <SourceField
              {...common}
              label="cURL command"
              description="As the documentation of the API shows it, or as a browser copies it. For a POSIX shell or for Windows."
              placeholder={"curl https://api.example.com/v1/orders \\\n  -H 'Authorization: Bearer …'"}
              text={texts.curl}
              onTextChange={(curl) => setTexts({ ...texts, curl })}
            />
          </TabPanel>
          <TabPanel value="openapi" className="pt-4">
            <SourceField
              {...common}
              label="OpenAPI document"
              description="Version 3, as JSON or YAML."
              placeholder={'openapi: 3.1.0\ninfo:\n  title: Example API'}
              text={texts.openapi}
              onTextChange={(openapi) => setTexts({ ...texts, openapi })}
              file={file}
              onFileChange={setFile}
              onProblem={refuse}
            />
          </TabPanel>
        </Tabs>
      )}
      <DiscardDialog
        open={guard.pending !== null}
        name="the import"
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
    </Dialog>
  )
}
