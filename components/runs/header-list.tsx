import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'

/** Headers, closed at first: they are many, and mostly not what one looks for. */
export function HeaderList({
  headers,
  open,
}: {
  headers: { name: string; value: string }[]
  open?: boolean
}) {
  if (headers.length === 0) return null
  return (
    <details open={open}>
      <summary className="w-fit cursor-pointer rounded-sm py-1 text-sm font-medium">
        Headers ({headers.length})
      </summary>
      <Table label="Headers">
        <TableHead>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell>Value</HeaderCell>
        </TableHead>
        <TableBody>
          {headers.map(({ name, value }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a name may come twice, and rows never move
            <Row key={index} className="h-8">
              <Cell mono>{name}</Cell>
              <Cell mono className="break-all whitespace-pre-wrap">
                {value}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </details>
  )
}
