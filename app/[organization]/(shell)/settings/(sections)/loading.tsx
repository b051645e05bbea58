export { SectionSkeleton as default } from '@/components/settings/section-skeleton'
