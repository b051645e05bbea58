import type { Manifest } from './manifest'

// A backup is, one after the other:
//
//   sluice backup 1\n          the format's version
//   gzip                       the rows, in the order of the manifest
//   JSON                       the manifest, in clear
//   0000001234                 its length in bytes, in ten digits
//   64 hex digits\n            SHA-256 of all bytes before
//
// The manifest comes last because its counts are known last; and what is last of all tells whether the
// file is whole before anything else of it is believed. It guards against accidents: whoever can write
// the file can write its sum as well.

export const formatVersion = 1
export const program = 'sluice backup '
export const firstLine = `${program}${formatVersion}\n`

export const lengthDigits = 10
export const digestBytes = 64 + 1

/** The manifest and its length. */
export function trailer(manifest: Manifest): string {
  const text = JSON.stringify(manifest)
  return `${text}${String(Buffer.byteLength(text)).padStart(lengthDigits, '0')}`
}
