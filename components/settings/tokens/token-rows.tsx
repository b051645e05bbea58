import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Cell, flexible, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { ApiToken } from '@/lib/tokens/schema'
import { cn } from '@/lib/utils'
import { roleNames } from './token-roles'

type TokenRowsProps = { tokens: ApiToken[]; onRevoke: (token: ApiToken) => void }

export function TokenTable({ tokens, onRevoke }: TokenRowsProps) {
  return (
    <Table label="API tokens">
      <TableHead>
        <HeaderCell>Name and id</HeaderCell>
        <HeaderCell>Role</HeaderCell>
        <HeaderCell>Created</HeaderCell>
        <HeaderCell>
          <span className="sr-only">Actions</span>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {tokens.map((token) => (
          <Row key={token.id}>
            <Cell className={cn(flexible, 'w-full')}>
              <span className="block truncate font-medium">{token.name}</span>
              <TokenId id={token.id} />
            </Cell>
            <Cell>
              <Badge>{roleNames[token.role]}</Badge>
            </Cell>
            <Cell muted className="whitespace-nowrap">
              <RelativeTime date={token.createdAt} />
              {token.createdBy && <span className="block max-w-40 truncate text-xs">{token.createdBy}</span>}
            </Cell>
            <Cell align="right">
              <RevokeButton token={token} onRevoke={onRevoke} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

/** The list on phones. */
export function TokenCards({ tokens, onRevoke }: TokenRowsProps) {
  return (
    <ul aria-label="API tokens" className="divide-y divide-line">
      {tokens.map((token) => (
        <li key={token.id} className="flex flex-col gap-1 px-4 py-3">
          <div className="flex items-start justify-between gap-3">
            <span className="min-w-0 pt-1 font-medium break-words">{token.name}</span>
            <RevokeButton token={token} onRevoke={onRevoke} />
          </div>
          <TokenId id={token.id} />
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            <Badge>{roleNames[token.role]}</Badge>
            <span>
              Created <RelativeTime date={token.createdAt} />
              {token.createdBy && ` by ${token.createdBy}`}
            </span>
          </p>
        </li>
      ))}
    </ul>
  )
}

/** Names may be alike. */
function TokenId({ id }: { id: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1 text-muted">
      <code className="truncate font-mono text-xs">{id}</code>
      <CopyButton value={id} label="Copy id" />
    </span>
  )
}

function RevokeButton({ token, onRevoke }: { token: ApiToken } & Pick<TokenRowsProps, 'onRevoke'>) {
  return (
    <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
      Revoke
    </Button>
  )
}
