package org.clipmeter.preprocess;

/** One axis of a resize: {@code in} samples are resized to {@code out}, of which {@code from .. to - 1} are needed. */
record Axis(int in, long out, long from, long to) {
    static Axis copying(int samples) {
        return new Axis(samples, samples, 0, samples);
    }

    int count() {
        return Math.toIntExact(to - from);
    }

    boolean copies() {
        return in == out;
    }
}
