package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.NativeMemory;
import org.clipmeter.weights.file.TensorView;
import org.clipmeter.weights.file.WeightsException;

/**
 * Converts other types to float32: exactly from F16 and BF16; from F64 and integers rounded to nearest, as in torch.
 */
final class Float32 {
    private Float32() {}

    /** @param keep receives the memory that is allocated for the values, to free it later */
    static ByteBuffer from(String tensor, TensorView view, Consumer<NativeMemory> keep) throws WeightsException {
        ByteBuffer source = view.bytes();
        if (view.dtype() == DType.F32) {
            return source;
        }
        int count = source.remaining() / view.dtype().bytes();
        if (count > Integer.MAX_VALUE / Float.BYTES) {
            throw view.file()
                    .refused("has the tensor '" + tensor + "' of " + count
                            + " elements, more than Java can hold as float32; use another checkpoint");
        }
        NativeMemory memory = NativeMemory.allocate(view.file(), (long) count * Float.BYTES);
        keep.accept(memory);
        ByteBuffer floats = memory.view(0, count * Float.BYTES);
        switch (view.dtype()) {
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    floats.putInt(i * 4, Half.toFloatBits(source.getShort(i * 2)));
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
            case I64 -> {
                for (int i = 0; i < count; i++) {
                    floats.putFloat(i * 4, (float) source.getLong(i * 8));
                }
            }
            case I32 -> {
                for (int i = 0; i < count; i++) {
                    floats.putFloat(i * 4, (float) source.getInt(i * 4));
                }
            }
            case I16 -> {
                for (int i = 0; i < count; i++) {
                    floats.putFloat(i * 4, (float) source.getShort(i * 2));
                }
            }
            case I8 -> {
                for (int i = 0; i < count; i++) {
                    floats.putFloat(i * 4, (float) source.get(i));
                }
            }
            case U8 -> {
                for (int i = 0; i < count; i++) {
                    floats.putFloat(i * 4, (float) (source.get(i) & 0xff));
                }
            }
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    floats.putFloat(i * 4, source.get(i) == 0 ? 0f : 1f);
                }
            }
            default -> throw new IllegalStateException(view.dtype() + " has been returned as it is");
        }
        return floats.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The first NaN or infinity among the values as float32; empty if all are finite. */
    static OptionalDouble firstNotFinite(TensorView view) throws WeightsException {
        ByteBuffer source = view.bytes();
        DType type = view.dtype();
        int count = source.remaining() / type.bytes();
        for (int i = 0; i < count; i++) {
            float value =
                    switch (type) {
                        case F16 -> Float.intBitsToFloat(Half.toFloatBits(source.getShort(i * 2)));
                        case BF16 -> Float.intBitsToFloat(source.getShort(i * 2) << 16);
                        case F32 -> source.getFloat(i * 4);
                        case F64 -> (float) source.getDouble(i * 8);
                        default -> 0; // integers are finite
                    };
            if (!Float.isFinite(value)) {
                return OptionalDouble.of(value);
            }
        }
        return OptionalDouble.empty();
    }
}
