import { ChevronDown, ChevronUp, Download, WrapText } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { IconButton } from '@/components/ui/icon-button'
import { SearchInput } from '@/components/ui/search-input'
import { Select } from '@/components/ui/select'
import { useFormat } from '@/components/ui/use-format'
import { BodyText } from './body-text'
import { findMatches, maxMatches } from './find-matches'
import { prettyJson } from './pretty-json'

/** Above this many characters a body opens as its beginning only. */
const collapseAbove = 100_000
const previewLength = 5_000

const layouts = [
  { value: 'pretty', label: 'Pretty' },
  { value: 'raw', label: 'Raw' },
] as const

/** A text body with what one needs to read it: layout, search, wrapping, copying, keeping. */
export function BodyView({ text, label, fileName }: { text: string; label: string; fileName: string }) {
  const format = useFormat()
  const [expanded, setExpanded] = useState(text.length <= collapseAbove)
  const [layout, setLayout] = useState<'pretty' | 'raw'>('pretty')
  const [wrap, setWrap] = useState(true)
  const [query, setQuery] = useState('')
  const [position, setPosition] = useState(0)

  const pretty = useMemo(() => (expanded ? prettyJson(text) : null), [expanded, text])
  const full = layout === 'pretty' ? (pretty ?? text) : text
  const shown = expanded ? full : full.slice(0, previewLength)
  const searched = useDeferredValue(query)
  const matches = useMemo(() => findMatches(shown, searched), [shown, searched])
  const current = matches.length === 0 ? 0 : position % matches.length
  const move = (by: number) => setPosition((current + by + matches.length) % Math.max(1, matches.length))

  function onSearchKey(event: KeyboardEvent) {
    if (event.key !== 'Enter') return
    event.preventDefault()
    move(event.shiftKey ? -1 : 1)
  }

  return (
    <div className="flex flex-col gap-2">
      <div className="sticky -top-3 z-1 flex flex-wrap items-center gap-1.5 bg-surface py-1">
        {pretty !== null && (
          <Select
            label="Layout"
            size="sm"
            className="w-24"
            value={layout}
            onValueChange={setLayout}
            options={[...layouts]}
          />
        )}
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Enter steps through the matches */}
        <div className="w-44" onKeyDown={onSearchKey}>
          <SearchInput
            value={query}
            onValueChange={(value) => {
              setQuery(value)
              setPosition(0)
            }}
            label={`Search in ${label.toLowerCase()}`}
            placeholder="Search"
            size="sm"
          />
        </div>
        {query !== '' && (
          <>
            <span className="text-xs text-muted tabular-nums" aria-live="polite">
              {searched !== query
                ? 'Searching…'
                : matches.length === 0
                  ? 'No match'
                  : `${current + 1} of ${count(matches.length)}`}
            </span>
            <IconButton
              label="Previous match"
              size="sm"
              disabled={matches.length === 0}
              onClick={() => move(-1)}
            >
              <ChevronUp size={14} aria-hidden />
            </IconButton>
            <IconButton label="Next match" size="sm" disabled={matches.length === 0} onClick={() => move(1)}>
              <ChevronDown size={14} aria-hidden />
            </IconButton>
          </>
        )}
        <span className="ml-auto flex items-center gap-1">
          <IconButton label="Wrap lines" size="sm" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
            <WrapText size={14} aria-hidden />
          </IconButton>
          <CopyButton value={full} label={`Copy ${label.toLowerCase()}`} />
          <DownloadButton bytes={() => text} fileName={fileName} contentType="text/plain" />
        </span>
      </div>
      <BodyText
        text={shown}
        label={label}
        wrap={wrap}
        matches={matches}
        matchLength={searched.length}
        current={current}
      />
      {!expanded && (
        <p className="flex items-center gap-2 text-sm text-muted">
          This is the beginning of {format.number(text.length)} characters.
          <Button size="sm" onClick={() => setExpanded(true)}>
            Show everything
          </Button>
        </p>
      )}
    </div>
  )
}

function count(matches: number): string {
  return matches === maxMatches ? `${maxMatches}+` : String(matches)
}

type DownloadProps = {
  bytes: () => string | Uint8Array<ArrayBuffer>
  fileName: string
  contentType: string | null
}

export function DownloadButton({ bytes, fileName, contentType }: DownloadProps) {
  function download() {
    const url = URL.createObjectURL(new Blob([bytes()], { type: contentType ?? 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = url
    link.download = fileName
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <IconButton label={`Download ${fileName}`} size="sm" onClick={download}>
      <Download size={14} aria-hidden />
    </IconButton>
  )
}
