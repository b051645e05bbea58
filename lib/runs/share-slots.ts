/**
 * An organization may execute so many times the runs that there are slots free: one alone has two thirds of all
 * slots, and whatever others do, there is a third of what they left. These are the dynamic thresholds of
 * Choudhury and Hahne, "Dynamic Queue Length Thresholds for Shared-Memory Packet Switches" (1998).
 */
const timesTheFree = 2

export type SlotShare = {
  free: number
  /** How many jobs to take, whoever of the others they belong to. */
  count: number
  /** Organizations of which none are to be taken. */
  full: string[]
}

/**
 * What a worker takes next, so that no organization whose APIs are slow keeps it from the runs of others.
 * @param executing how many runs each organization has in the worker's slots
 */
export function shareSlots(slots: number, executing: ReadonlyMap<string, number>): SlotShare {
  let free = slots
  for (const runs of executing.values()) free -= runs
  // Whoever takes them leaves fewer free: runs + room <= timesTheFree * (free - room)
  const roomBeside = (runs: number) => Math.floor((timesTheFree * free - runs) / (timesTheFree + 1))
  const full: string[] = []
  let count = Math.max(0, roomBeside(0))
  for (const [organizationId, runs] of executing) {
    const room = roomBeside(runs)
    if (room < 1) full.push(organizationId)
    else count = Math.min(count, room)
  }
  return { free, count, full }
}
