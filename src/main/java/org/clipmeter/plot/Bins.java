package org.clipmeter.plot;

/**
 * Counts of values in bins of equal width whose edges are round numbers.
 *
 * @param start the first bin's lower edge
 * @param width of one bin
 * @param counts of values; a bin holds its lower edge, not its upper one
 */
@SuppressWarnings("ArrayRecordComponent")
record Bins(double start, double width, int[] counts) {
    /** Bins for at least one finite value; about the square root of their number, 5 to 40. */
    public static Bins of(double[] values) {
        return of(values, 0);
    }

    /** The same, but the middle of a bin is 0, so that small losses and small gains are counted alike. */
    public static Bins centered(double[] values) {
        return of(values, 0.5);
    }

    /** @param shift how far the edges are from the multiples of the width, in widths */
    private static Bins of(double[] values, double shift) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        int wanted = Math.max(5, Math.min(40, (int) Math.ceil(Math.sqrt(values.length))));
        double spread = max - min;
        // Equal values, or values closer than a float can tell, still get bins of a width one can read.
        double width = spread > Math.abs(max) * 1e-6 + 1e-9 ? round(spread / wanted) : 0.5;
        double start = (Math.floor(min / width + shift) - shift) * width;
        int[] counts = new int[1 + (int) Math.floor((max - start) / width)];
        for (double value : values) {
            counts[Math.min(counts.length - 1, (int) Math.floor((value - start) / width))]++;
        }
        return new Bins(start, width, counts);
    }

    /** The same bins with these values counted; a value outside of them counts in the nearest. */
    public Bins counting(double[] values) {
        int[] counted = new int[counts.length];
        for (double value : values) {
            int bin = (int) Math.floor((value - start) / width);
            counted[Math.max(0, Math.min(counted.length - 1, bin))]++;
        }
        return new Bins(start, width, counted);
    }

    /** The next of 1, 2, 2.5 or 5 times a power of ten. */
    private static double round(double width) {
        double power = Math.pow(10, Math.floor(Math.log10(width)));
        for (double step : new double[] {1, 2, 2.5, 5}) {
            if (width <= step * power * (1 + 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    /** The lower edge of a bin; of the one after the last, its upper edge. */
    public double edge(int bin) {
        return start + bin * width;
    }

    /** The largest count. */
    public int highest() {
        int highest = 0;
        for (int count : counts) {
            highest = Math.max(highest, count);
        }
        return highest;
    }

    /** Decimals that tell one edge from the next. */
    public int decimals() {
        int decimals = 0;
        double power = 1;
        while (decimals < 9 && !(isWhole(width * power) && isWhole(start * power))) {
            power *= 10;
            decimals++;
        }
        return decimals;
    }

    private static boolean isWhole(double value) {
        return Math.abs(value - Math.rint(value)) <= 1e-6;
    }
}
