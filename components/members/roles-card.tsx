import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { roleOptions } from './role-options'

export function RolesCard() {
  return (
    <Card aria-labelledby="roles">
      <CardHeader id="roles" title="What each role may do" />
      <CardBody>
        <dl className="grid gap-x-6 gap-y-3 lg:grid-cols-3">
          {roleOptions.map(({ value, label, description }) => (
            <div key={value}>
              <dt className="font-medium">{label}</dt>
              <dd className="text-muted">{description}</dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  )
}
