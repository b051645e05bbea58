export { finishSingleSignOn as GET } from '@/lib/auth/single-sign-on'
