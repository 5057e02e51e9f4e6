/* Counts the files of an archive as it comes, in pieces of any length: before each file stands a
   head that says how long it is. */

const HEAD = 30;
const OF_A_FILE = 0x04034b50;

export class Entries {
  constructor() {
    this.head = new DataView(new ArrayBuffer(HEAD));
    this.have = 0; // bytes of the head that are here
    this.skip = 0; // bytes until the next one
    this.seen = 0;
    this.over = false; // the list of contents has begun
  }

  /* Take a piece; gives how many files have begun. */
  take(bytes) {
    for (let at = 0; at < bytes.length && !this.over; ) {
      if (this.skip) {
        const passed = Math.min(this.skip, bytes.length - at);
        this.skip -= passed;
        at += passed;
        continue;
      }
      this.head.setUint8(this.have++, bytes[at++]);
      if (this.have < HEAD) continue;
      this.have = 0;
      this.over = this.head.getUint32(0, true) !== OF_A_FILE;
      if (this.over) break;
      this.skip = this.head.getUint32(18, true) + this.head.getUint16(26, true) + this.head.getUint16(28, true);
      this.seen++;
    }
    return this.seen;
  }
}
