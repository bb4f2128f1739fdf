/** `tidegauge/device`: what a device or gateway imports to send readings cheaply and to lose none while it is offline. */
export { BufferFullError } from './message-buffer';
export { startPacker, type Packer, type PackerOptions, type Reading } from './packer';
