import { Badge, type Tone } from '@/components/ui/badge'

const tones: Record<string, Tone> = { get: 'success', post: 'info', patch: 'warning', delete: 'danger' }

export function MethodBadge({ method }: { method: string }) {
  return (
    <Badge tone={tones[method]} className="w-14 justify-center font-mono uppercase">
      {method}
    </Badge>
  )
}
