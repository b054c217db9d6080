package org.clipmeter.text.pieces;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;

/** Reads the fields of a protobuf message, one after the other. Every length is checked before it is used. */
final class ProtoReader {
    /** A message that is not valid. */
    static final class Malformed extends ClipmeterException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(Kind.UNUSABLE_INPUT, null, message, null);
        }
    }

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer data;
    private int type;

    ProtoReader(ByteBuffer message) {
        this.data = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The number of the next field; 0 at the end. Its value must be read or skipped next. */
    int next() throws Malformed {
        if (!data.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        type = (int) (tag & 7);
        long field = tag >>> 3;
        if (field < 1 || field >= 1 << 29) {
            throw new Malformed("has a field with the number " + field);
        }
        return (int) field;
    }

    /** The value of a whole number. */
    long number() throws Malformed {
        require(VARINT);
        return varint();
    }

    /** The value of a flag. */
    boolean flag() throws Malformed {
        return number() != 0;
    }

    /** The value of a float. */
    float float32() throws Malformed {
        require(FIXED32);
        requireRemaining(Float.BYTES);
        return data.getFloat();
    }

    /** The value of bytes or of an inner message, which shares this memory. */
    ByteBuffer bytes() throws Malformed {
        require(BYTES);
        long length = varint();
        requireRemaining(length);
        ByteBuffer bytes = data.slice(data.position(), (int) length);
        data.position(data.position() + (int) length);
        return bytes;
    }

    /** The value of a text. */
    String text() throws Malformed {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("has a text that is not UTF-8");
        }
    }

    /** Skips the value of a field that is not needed. */
    void skip() throws Malformed {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> skip(Long.BYTES);
            case FIXED32 -> skip(Integer.BYTES);
            case BYTES -> bytes();
            default -> throw new Malformed("has a field of the unknown type " + type);
        }
    }

    private void skip(int count) throws Malformed {
        requireRemaining(count);
        data.position(data.position() + count);
    }

    private void require(int expected) throws Malformed {
        if (type != expected) {
            throw new Malformed("has a field of the type " + type + " where " + expected + " is expected");
        }
    }

    private void requireRemaining(long count) throws Malformed {
        if (count < 0 || count > data.remaining()) {
            throw new Malformed("ends in the middle of a field");
        }
    }

    private long varint() throws Malformed {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            requireRemaining(1);
            byte next = data.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new Malformed("has a number of more than 64 bits");
    }
}
