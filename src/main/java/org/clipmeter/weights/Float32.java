package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Other floating types as float32: exact from F16 and BF16, rounded to nearest from F64 as torch does. */
final class Float32 {
    private Float32() {}

    static ByteBuffer from(String tensor, TensorView view) throws WeightsException {
        ByteBuffer source = view.bytes();
        if (view.dtype() == DType.F32) {
            return source;
        }
        int count = source.remaining() / view.dtype().bytes();
        if (count > Integer.MAX_VALUE / Float.BYTES) {
            throw view.file().refused("tensor '" + tensor + "' has " + count + " elements: too many for float32");
        }
        ByteBuffer floats = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        switch (view.dtype()) {
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    floats.putInt(i * 4, bitsOfHalf(source.getShort(i * 2)));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    floats.putInt(i * 4, source.getShort(i * 2) << 16);
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    floats.putFloat(i * 4, (float) source.getDouble(i * 8));
                }
            }
            default ->
                throw view.file().refused("tensor '" + tensor + "' is " + view.dtype() + ", expected a floating type");
        }
        return floats.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** IEEE 754 binary16 to the bits of the same binary32 value; NaN payloads move up unchanged. */
    static int bitsOfHalf(short half) {
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
}
