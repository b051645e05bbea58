import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { ConfigurationError } from '@/lib/env'

/** What the operator can set when a port can't be had. */
type Setting = 'PORT' | 'METRICS_PORT'

/** @throws ConfigurationError when another program has the port */
export async function requireFreePort(port: number, setting: Setting = 'PORT'): Promise<void> {
  const probe = createServer().listen(port)
  await listening(probe, port, setting)
  probe.close()
  await once(probe, 'close')
}

/**
 * Resolves when a server listens, which it has been told to.
 * @throws ConfigurationError when it may not, or another program has the port
 */
export async function listening(server: Server, port: number, setting: Setting = 'PORT'): Promise<void> {
  try {
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      const instead =
        setting === 'PORT'
          ? `Stop it, or start Sluice on another one: PORT=${port + 1} npm start`
          : `Set ${setting} to another.`
      throw new ConfigurationError(`Port ${port} is in use by another program. ${instead}`)
    }
    if (code === 'EACCES') {
      throw new ConfigurationError(`This user may not listen on port ${port}. Set ${setting} to another.`)
    }
    throw error
  }
}
