// Files of any container that mediabunny reads: what their sound is, and its samples in large planes.
import { ALL_FORMATS, AudioSampleSink, CustomSource, Input } from "/vendor/mediabunny/mediabunny.min.mjs";

class Container {
  constructor(input, track, rate, channels, seconds) {
    Object.assign(this, { input, track, rate, channels, seconds });
  }

  // The next `length` samples of each channel, a Float32Array each; fewer at the end only, then null.
  async next(length) {
    this.samples ??= new AudioSampleSink(this.track).samples();
    // What an encoder filled its last packet up with ends after the sound does.
    this.left ??= Math.round((await this.track.computeDuration()) * this.rate);
    const planes = Array.from({ length: this.channels }, () => new Float32Array(Math.min(length, this.left)));
    let at = 0;
    while (at < planes[0].length && (await this.current())) {
      const frameCount = Math.min(planes[0].length - at, this.sample.numberOfFrames - this.used);
      planes.forEach((plane, planeIndex) => {
        const options = { planeIndex, format: "f32-planar", frameOffset: this.used, frameCount };
        this.sample.copyTo(plane.subarray(at, at + frameCount), options);
      });
      this.used += frameCount;
      at += frameCount;
    }
    this.left -= at;
    return at ? planes.map((plane) => plane.subarray(0, at)) : null;
  }

  // Whether `sample` has something left. What plays before 0 is not heard: encoders put it there to get into step.
  async current() {
    while (!this.sample || this.used >= this.sample.numberOfFrames) {
      this.sample?.close();
      this.sample = (await this.samples.next()).value;
      if (!this.sample) return false;
      this.used = Math.max(0, Math.round(-this.sample.timestamp * this.rate));
    }
    return true;
  }

  async close() {
    this.sample?.close();
    await this.samples?.return();
    this.input.dispose();
  }
}

// `read(start, end)` answers a Uint8Array. Rejects when mediabunny knows no such file, or finds no sound in it.
export async function open(read, size) {
  // Without prefetching every packet would be a read of its own, and each read is awaited in Python.
  const source = new CustomSource({
    getSize: () => size,
    read: async (start, end) => await read(start, end),
    prefetchProfile: "network",
  });
  const input = new Input({ formats: ALL_FORMATS, source });
  try {
    const track = await input.getPrimaryAudioTrack();
    const seconds = (await track.getDurationFromMetadata()) ?? (await track.computeDuration());
    return new Container(input, track, await track.getSampleRate(), await track.getNumberOfChannels(), seconds);
  } catch (error) {
    input.dispose();
    throw error;
  }
}
