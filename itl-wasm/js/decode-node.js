// Node's buffers make strings faster than TextDecoder does.

let buffer = Buffer.alloc(0);

export function decode(memory, address, length, ascii) {
  if (buffer.buffer !== memory.buffer) buffer = Buffer.from(memory.buffer);
  return ascii ? buffer.latin1Slice(address, address + length) : buffer.utf8Slice(address, address + length);
}
