package org.clipmeter.embed.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.embed.StoredEmbedding;
import org.jspecify.annotations.Nullable;

/**
 * An embedding in the form in which a row stores it.
 *
 * @param vector little-endian float32
 * @param flags names, separated by blanks
 * @param checksum CRC-32C of the key, the flags and the vector, since SQLite does not check its content
 */
@SuppressWarnings("ArrayRecordComponent")
record Packed(byte[] vector, String flags, long checksum) {
    static final int LONGEST_VECTOR = 1 << 18;
    static final int LONGEST_FLAGS = 200;

    /** Packs an embedding; null if its vector must not be stored because it is empty, huge or not finite. */
    static @Nullable Packed of(EmbeddingKey key, StoredEmbedding embedding) {
        float[] values = embedding.vector();
        if (values.length == 0 || values.length > LONGEST_VECTOR / Float.BYTES || !finite(values)) {
            return null;
        }
        ByteBuffer vector = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        vector.asFloatBuffer().put(values);
        String flags = embedding.flags().stream().map(ImageFlag::name).sorted().collect(Collectors.joining(" "));
        return new Packed(vector.array(), flags, checksum(key, flags, vector.array()));
    }

    /** Unpacks an embedding; null if the row is not what was packed for this key. */
    @Nullable
    StoredEmbedding unpack(EmbeddingKey key) {
        if (vector.length == 0 || vector.length % Float.BYTES != 0 || checksum != checksum(key, flags, vector)) {
            return null;
        }
        float[] values = new float[vector.length / Float.BYTES];
        ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        Set<ImageFlag> set = EnumSet.noneOf(ImageFlag.class);
        for (String name : flags.isEmpty() ? new String[0] : flags.split(" ", -1)) {
            ImageFlag flag = flag(name);
            if (flag == null) {
                return null;
            }
            set.add(flag);
        }
        return finite(values) ? new StoredEmbedding(values, set) : null;
    }

    private static @Nullable ImageFlag flag(String name) {
        for (ImageFlag flag : ImageFlag.values()) {
            if (flag.name().equals(name)) {
                return flag;
            }
        }
        return null;
    }

    private static long checksum(EmbeddingKey key, String flags, byte[] vector) {
        CRC32C crc = new CRC32C();
        String text = key.modality() + "\n" + key.content() + "\n" + key.space() + "\n" + flags + "\n";
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        crc.update(vector);
        return crc.getValue();
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
