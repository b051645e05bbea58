'use client'

export { SectionError as default } from '@/components/settings/section-error'
