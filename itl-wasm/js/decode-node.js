// Node's buffers make strings faster than TextDecoder does.

/** A decoder of what stands in a memory's buffer. */
export function decoding(memory) {
  const buffer = Buffer.from(memory);
  return (address, length, ascii) =>
    ascii ? buffer.latin1Slice(address, address + length) : buffer.utf8Slice(address, address + length);
}
