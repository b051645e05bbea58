import { MessagePage } from '@/components/shell/message-page'
import { NotFoundMessage } from '@/components/shell/not-found-message'

export default function NotFound() {
  return (
    <MessagePage>
      <NotFoundMessage />
    </MessagePage>
  )
}
