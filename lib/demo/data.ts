export type Customer = { id: string; name: string; email: string; city: string; since: string }

export type Order = {
  id: string
  customerId: string
  status: 'paid' | 'shipped' | 'delivered' | 'refunded'
  currency: 'EUR'
  /** In cents. */
  total: number
  placedAt: string
  items: { sku: string; name: string; quantity: number; price: number }[]
}

export const customers: Customer[] = [
  { id: 'cus_1', name: 'Ada Lindqvist', email: 'ada@example.com', city: 'Göteborg', since: '2023-03-14' },
  { id: 'cus_2', name: 'Bruno Okafor', email: 'bruno@example.com', city: 'Lagos', since: '2024-01-09' },
  { id: 'cus_3', name: 'Chiara Weiß', email: 'chiara@example.com', city: 'Graz', since: '2025-06-30' },
]

export const orders: Order[] = [
  {
    id: 'ord_1001',
    customerId: 'cus_1',
    status: 'shipped',
    currency: 'EUR',
    total: 5_870,
    placedAt: '2026-02-03T09:12:44Z',
    items: [
      { sku: 'KTL-2', name: 'Kettle, 1.7 l', quantity: 1, price: 4_490 },
      { sku: 'TEA-9', name: 'Assam, 250 g', quantity: 2, price: 690 },
    ],
  },
  {
    id: 'ord_1002',
    customerId: 'cus_2',
    status: 'paid',
    currency: 'EUR',
    total: 12_900,
    placedAt: '2026-02-04T17:40:02Z',
    items: [{ sku: 'LMP-4', name: 'Desk lamp, brass', quantity: 1, price: 12_900 }],
  },
  {
    id: 'ord_1003',
    customerId: 'cus_3',
    status: 'delivered',
    currency: 'EUR',
    total: 2_350,
    placedAt: '2026-02-06T06:03:31Z',
    items: [{ sku: 'CUP-1', name: 'Cup, white', quantity: 5, price: 470 }],
  },
]
