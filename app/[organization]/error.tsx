'use client'

import { MessagePage } from '@/components/shell/message-page'
import { PageError, type PageErrorProps } from '@/components/shell/page-error'

export default function ErrorPage(props: PageErrorProps) {
  return (
    <MessagePage>
      <PageError {...props} />
    </MessagePage>
  )
}
