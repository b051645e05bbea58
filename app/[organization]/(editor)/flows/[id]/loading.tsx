export { EditorSkeleton as default } from '@/components/flow-editor/editor-skeleton'
