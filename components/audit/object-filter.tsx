import { useState } from 'react'
import { SearchInput } from '@/components/ui/search-input'

type ObjectFilterProps = { object: string | null; onObjectChange: (object: string | null) => void }

/** A name is looked for as a whole, so not before all of it is typed: on Enter, or when the field is left. */
export function ObjectFilter({ object, onObjectChange }: ObjectFilterProps) {
  const [typed, setTyped] = useState<string | null>(null)
  function commit(text: string) {
    const next = text.trim() || null
    if (next !== object) onObjectChange(next)
  }
  return (
    <form
      className="w-full sm:w-56"
      onSubmit={(event) => {
        event.preventDefault()
        commit(typed ?? object ?? '')
      }}
    >
      <SearchInput
        label="Object, by its whole name or its id"
        placeholder="Object: name or id"
        value={typed ?? object ?? ''}
        onValueChange={(text) => {
          setTyped(text)
          if (text === '') commit('')
        }}
        onBlur={() => {
          if (typed !== null) commit(typed)
          setTyped(null)
        }}
      />
    </form>
  )
}
