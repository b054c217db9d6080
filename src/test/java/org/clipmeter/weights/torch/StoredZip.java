package org.clipmeter.weights.torch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Writes a zip as torch does: uncompressed entries, data at multiples of 64 bytes, optionally with zip64 everywhere.
 */
public final class StoredZip implements Closeable {
    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final boolean zip64;
    private final List<byte[]> central = new ArrayList<>();

    public StoredZip(Path file, boolean zip64) throws IOException {
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        this.zip64 = zip64;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    public StoredZip entry(String name, byte[] bytes) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        return entry(name, bytes.length, target -> {
            int count = Math.min(target.remaining(), source.remaining());
            target.put(source.slice(source.position(), count));
            source.position(source.position() + count);
        });
    }

    /** Adds an entry of {@code size} bytes; the filler is called for one piece after another. */
    public StoredZip entry(String name, long size, Consumer<ByteBuffer> filler) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        long start = channel.position();
        int padding = (int) (-(start + 30 + utf8.length + 4) & 63);
        ByteBuffer local = littleEndian(30 + utf8.length + 4 + padding);
        local.putInt(0x04034b50).putShort((short) 20).putShort((short) 0x0800);
        local.position(18);
        local.putInt(zip64 ? -1 : (int) size).putInt(zip64 ? -1 : (int) size);
        local.putShort((short) utf8.length).putShort((short) (4 + padding)).put(utf8);
        local.putShort((short) 0x4246).putShort((short) padding);
        write(local.rewind());
        CRC32 crc = new CRC32();
        ByteBuffer chunk = littleEndian(CHUNK);
        for (long left = size; left > 0; ) {
            chunk.clear().limit((int) Math.min(CHUNK, left));
            filler.accept(chunk);
            chunk.flip();
            left -= chunk.remaining();
            crc.update(chunk.duplicate());
            write(chunk);
        }
        ByteBuffer sum = littleEndian(4).putInt((int) crc.getValue()).flip();
        channel.write(sum, start + 14);
        central.add(central(utf8, start, size, crc.getValue()));
        return this;
    }

    private byte[] central(byte[] name, long start, long size, long crc) {
        byte[] bytes = new byte[46 + name.length + (zip64 ? 28 : 0)];
        ByteBuffer entry = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(0x02014b50).putInt(0x00140014).putShort((short) 0x0800);
        entry.position(16);
        entry.putInt((int) crc).putInt(zip64 ? -1 : (int) size).putInt(zip64 ? -1 : (int) size);
        entry.putShort((short) name.length).putShort((short) (zip64 ? 28 : 0));
        entry.position(42);
        entry.putInt(zip64 ? -1 : (int) start).put(name);
        if (zip64) {
            entry.putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(size)
                    .putLong(size)
                    .putLong(start);
        }
        return bytes;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        long start = channel.position();
        for (byte[] entry : central) {
            write(ByteBuffer.wrap(entry));
        }
        long end = channel.position();
        int count = central.size();
        if (zip64) {
            ByteBuffer record = littleEndian(76);
            record.putInt(0x06064b50).putLong(44).putInt(0x002d002d).putLong(0);
            record.putLong(count).putLong(count).putLong(end - start).putLong(start);
            record.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
            write(record.flip());
        }
        ByteBuffer record = littleEndian(22);
        record.putInt(0x06054b50).putInt(0);
        record.putShort((short) (zip64 ? -1 : count)).putShort((short) (zip64 ? -1 : count));
        record.putInt(zip64 ? -1 : (int) (end - start)).putInt(zip64 ? -1 : (int) start);
        write(record.rewind());
        channel.close();
    }
}
