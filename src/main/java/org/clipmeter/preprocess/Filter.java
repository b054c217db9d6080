package org.clipmeter.preprocess;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pillow's resampling filters. The order of operations is Pillow's, since the last bit of a weight may change a byte.
 */
enum Filter {
    NEAREST(0, 0),
    LANCZOS(1, 3) {
        @Override
        double at(double x) {
            return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
        }
    },
    BILINEAR(2, 1) {
        @Override
        double at(double x) {
            return Math.max(1.0 - Math.abs(x), 0.0);
        }
    },
    /** Keys's cubic with a = -0.5. */
    BICUBIC(3, 2) {
        @Override
        double at(double x) {
            double d = Math.abs(x);
            if (d < 1.0) {
                return (1.5 * d - 2.5) * d * d + 1;
            }
            return d < 2.0 ? (((d - 5) * d + 8) * d - 4) * -0.5 : 0.0;
        }
    },
    BOX(4, 0.5) {
        @Override
        double at(double x) {
            return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
        }
    },
    HAMMING(5, 1) {
        @Override
        double at(double x) {
            double d = Math.abs(x);
            if (d == 0.0) {
                return 1.0;
            }
            // The constants are 32-bit floats in Pillow.
            return d >= 1.0 ? 0.0 : sinc(d) * (0.54f + 0.46f * Math.cos(d * Math.PI));
        }
    };

    /** The filter's number in {@code resample}. */
    final int number;

    /** How many samples on either side the filter reaches when a picture is enlarged; 0 for the nearest sample. */
    final double support;

    Filter(int number, double support) {
        this.number = number;
        this.support = support;
    }

    /** The filter with a {@code resample} number, or null. */
    static @Nullable Filter of(int number) {
        for (Filter filter : values()) {
            if (filter.number == number) {
                return filter;
            }
        }
        return null;
    }

    /** The weight at a distance, in samples. */
    double at(double x) {
        throw new IllegalStateException(this + " has no weights: it copies a sample");
    }

    private static double sinc(double x) {
        return x == 0.0 ? 1.0 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
