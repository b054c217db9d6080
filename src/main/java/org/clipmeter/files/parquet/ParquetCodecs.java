package org.clipmeter.files.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompresses pages without native code, whatever a damaged file holds. Pages are written as they are. */
final class ParquetCodecs implements CompressionCodecFactory {
    /** Whether pages of this codec can be read. */
    static boolean canRead(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED, GZIP, SNAPPY, ZSTD, LZ4_RAW -> true;
            default -> false;
        };
    }

    /** The most bytes of a page; writers make pages of about 1 MB. */
    private static final int LARGEST_PAGE = 1 << 28;

    /** Turns the bytes of a page into as many as its header states. */
    @FunctionalInterface
    private interface Page {
        byte[] of(byte[] compressed, int size) throws IOException;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Pages((compressed, size) -> compressed);
            case GZIP -> new Pages(ParquetCodecs::gunzip);
            case SNAPPY -> pages(new SnappyDecompressor());
            case ZSTD -> pages(new ZstdDecompressor());
            case LZ4_RAW -> pages(new Lz4Decompressor());
            default -> throw new IllegalArgumentException(codec.name());
        };
    }

    private static Pages pages(Decompressor codec) {
        return new Pages((compressed, size) -> {
            byte[] page = new byte[size];
            int length = codec.decompress(compressed, 0, compressed.length, page, 0, size);
            return complete(page, length);
        });
    }

    private static byte[] gunzip(byte[] compressed, int size) throws IOException {
        byte[] page = new byte[size];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return complete(page, in.readNBytes(page, 0, size));
        }
    }

    private static byte[] complete(byte[] page, int length) throws IOException {
        if (length != page.length) {
            throw new IOException("a page has " + length + " bytes, expected " + page.length);
        }
        return page;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.UNCOMPRESSED) {
            throw new UnsupportedOperationException("Parquet files are written without compression");
        }
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) {
                return bytes;
            }

            @Override
            public CompressionCodecName getCodecName() {
                return CompressionCodecName.UNCOMPRESSED;
            }

            @Override
            public void release() {
                // There is nothing to release.
            }
        };
    }

    @Override
    public void release() {
        // No codec holds anything.
    }

    /** A codec as the library calls it. */
    private record Pages(Page page) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput compressed, int size) throws IOException {
            return BytesInput.from(bytes(compressed.toInputStream().readAllBytes(), size));
        }

        private byte[] bytes(byte[] compressed, int size) throws IOException {
            if (size < 0 || size > LARGEST_PAGE) {
                throw new IOException("a page states " + size + " bytes, expected at most " + LARGEST_PAGE);
            }
            return page.of(compressed, size);
        }

        @Override
        public void decompress(ByteBuffer in, int compressedSize, ByteBuffer out, int size) throws IOException {
            byte[] compressed = new byte[compressedSize];
            in.get(compressed);
            out.put(bytes(compressed, size));
        }

        @Override
        public void release() {
            // The codec holds nothing.
        }
    }
}
