package org.clipmeter.weights;

/** Converts IEEE 754 binary16 to and from binary32 bits; Java 17 has no such conversion. */
final class Half {
    private Half() {}

    /** The bits of the same value as binary32; the payload of a NaN is shifted up unchanged. */
    static int toFloatBits(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0x1f) {
            return sign | 0x7f800000 | mantissa << 13;
        }
        if (exponent != 0) {
            return sign | (exponent + 112) << 23 | mantissa << 13;
        }
        return sign | Float.floatToRawIntBits(mantissa * 0x1p-24f);
    }

    /** The nearest binary16, ties to even. Values that round above 65504 become infinite, and a NaN stays a NaN. */
    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rebased = (bits & 0x7fffffff) - (112 << 23);
        int rounded = rebased + 0xfff + (rebased >> 13 & 1);
        return (short) (sign | rounded >> 13);
    }
}
