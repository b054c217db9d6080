package org.clipmeter.shapes;

/**
 * A seeded random generator that gives the same numbers on every system and JDK.
 *
 * <p>Steele, Lea, Flood: Fast splittable pseudorandom number generators (OOPSLA 2014).
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    /** An independent generator for the draw with number {@code index} of many draws from one seed. */
    public static SplitMix64 at(long seed, long index) {
        return new SplitMix64(new SplitMix64(seed * 31 + index).nextLong());
    }

    /** A generator whose numbers do not depend on how many are drawn here later; this one stays as it is. */
    public SplitMix64 apart() {
        return at(state, 1);
    }

    /** The next 64 bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A uniform number in [0, 1). */
    public double uniform() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** A uniform number in [from, to). */
    double uniform(double from, double to) {
        return from + uniform() * (to - from);
    }

    /** A uniform number in 0 .. bound − 1; the bias of the remainder is below 2^-31 for the small bounds used here. */
    public int below(int bound) {
        return (int) ((nextLong() >>> 1) % bound);
    }

    public boolean chance(double probability) {
        return uniform() < probability;
    }

    /** A number with mean 0 and variance 1, within ±3.5: the sum of four uniform 16-bit numbers, exact in integers. */
    public double bell() {
        long bits = nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - 131070) * (1.7320508075688772 / 65536);
    }
}
