package org.clipmeter.weights.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.clipmeter.weights.Param;
import org.clipmeter.weights.file.DType;

/** Builds pickles opcode by opcode, as torch writes them or as an attacker would. */
public final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int memo;

    /** The pickle of a dict of contiguous tensors with one storage each, as torch.save writes it. */
    public static byte[] stateDict(List<Param> params) {
        PickleBytes pickle = new PickleBytes().proto().orderedDict().memoize().op('(');
        for (int i = 0; i < params.size(); i++) {
            Param param = params.get(i);
            long[] shape = param.shape().stream().mapToLong(Long::longValue).toArray();
            long[] strides = new long[shape.length];
            long step = 1;
            for (int d = shape.length - 1; d >= 0; d--) {
                strides[d] = step;
                step *= shape[d];
            }
            pickle.unicode(param.name()).memoize().tensor(param.dtype(), String.valueOf(i), step, 0, shape, strides);
        }
        return pickle.op('u').op('.').toBytes();
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    public PickleBytes op(int opcode, int... arguments) {
        bytes.write(opcode);
        for (int argument : arguments) {
            bytes.write(argument);
        }
        return this;
    }

    public PickleBytes proto() {
        return op(0x80, 2);
    }

    public PickleBytes repeat(int count, int opcode) {
        for (int i = 0; i < count; i++) {
            bytes.write(opcode);
        }
        return this;
    }

    public PickleBytes append(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    public PickleBytes unicode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').u32(utf8.length).append(utf8);
    }

    public PickleBytes u32(int value) {
        return append(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    public PickleBytes u64(long value) {
        return append(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    public PickleBytes integer(long value) {
        if (value >= 0 && value < 256) {
            return op('K', (int) value);
        }
        if (value == (int) value) {
            return op('J').u32((int) value);
        }
        return op(0x8a, 8).u64(value);
    }

    PickleBytes integers(long... values) {
        op('(');
        for (long value : values) {
            integer(value);
        }
        return op('t');
    }

    PickleBytes memoize() {
        int index = memo++;
        return index < 256 ? op('q', index) : op('r').u32(index);
    }

    PickleBytes global(String module, String name) {
        return op('c').append((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    PickleBytes orderedDict() {
        return global("collections", "OrderedDict").op(')').op('R');
    }

    PickleBytes storage(DType dtype, String key, long elements) {
        String type =
                switch (dtype) {
                    case F64 -> "Double";
                    case F32 -> "Float";
                    case F16 -> "Half";
                    case BF16 -> "BFloat16";
                    case I64 -> "Long";
                    case I32 -> "Int";
                    case I16 -> "Short";
                    case I8 -> "Char";
                    case U8 -> "Byte";
                    case BOOL -> "Bool";
                };
        return op('(').unicode("storage")
                .global("torch", type + "Storage")
                .unicode(key)
                .unicode("cpu")
                .integer(elements)
                .op('t')
                .op('Q');
    }

    PickleBytes tensor(DType dtype, String key, long elements, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(dtype, key, elements)
                .integer(offset)
                .integers(shape)
                .integers(strides)
                .op(0x89)
                .orderedDict()
                .op('t')
                .memoize()
                .op('R')
                .memoize();
    }
}
