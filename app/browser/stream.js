// One AudioDecoder fed in order, its output gathered into planes: an await in Python for each frame would cost more
// than the decoding.
class Stream {
  constructor(config) {
    this.config = config;
    this.pushed = 0;
    this.outputs = [];
    this.length = 0;
    this.waiting = [];
    this.decoder = new AudioDecoder({ output: (data) => this.gather(data), error: (error) => this.fail(error) });
    this.decoder.configure(config);
  }

  // Encoded frames that follow what was pushed before, `length` samples of each channel. Throws after a failure.
  push(data, length) {
    const timestamp = Math.round((this.pushed * 1e6) / this.config.sampleRate);
    this.decoder.decode(new EncodedAudioChunk({ type: "key", timestamp, data }));
    this.pushed += length;
  }

  // The next `length` samples: a Float32Array for each channel. Rejects when decoding fails.
  pull(length) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ length, resolve, reject });
      this.settle();
    });
  }

  // The last samples. Rejects when there are not exactly `length`.
  async rest(length) {
    await this.decoder.flush();
    if (this.length !== length) throw new Error(`${this.length} samples are left instead of ${length}`);
    return this.take(length);
  }

  close() {
    if (this.decoder.state !== "closed") this.decoder.close();
    this.fail(new Error("closed"));
  }

  gather(data) {
    const planes = this.planes(data.numberOfFrames);
    planes.forEach((plane, planeIndex) => data.copyTo(plane, { planeIndex, format: "f32-planar" }));
    data.close();
    this.outputs.push(planes);
    this.length += planes[0].length;
    this.settle();
  }

  fail(error) {
    this.failure ??= error;
    this.settle();
  }

  settle() {
    while (this.waiting.length && this.waiting[0].length <= this.length) {
      const { length, resolve, reject } = this.waiting.shift();
      try {
        resolve(this.take(length));
      } catch (error) {
        reject(error);
      }
    }
    if (this.failure) for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }

  // Throws a RangeError when no output ends there: whole frames go in, and whole frames come out.
  take(length) {
    const taken = this.planes(length);
    for (let at = 0; at < length; ) {
      const output = this.outputs.shift();
      output.forEach((plane, channel) => taken[channel].set(plane, at));
      at += output[0].length;
    }
    this.length -= length;
    return taken;
  }

  planes(length) {
    return Array.from({ length: this.config.numberOfChannels }, () => new Float32Array(length));
  }
}

export const stream = (codec, sampleRate, numberOfChannels) => new Stream({ codec, sampleRate, numberOfChannels });
