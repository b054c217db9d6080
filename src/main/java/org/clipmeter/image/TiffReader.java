package org.clipmeter.image;

import org.clipmeter.image.ImageException.Reason;
import org.jspecify.annotations.Nullable;

/** Reads the first page of a TIFF as Pillow's TiffImagePlugin does: raw, PackBits, LZW and Deflate, in strips or tiles. */
final class TiffReader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int PLANAR = 284;
    private static final int PREDICTOR = 317;
    private static final int COLOR_MAP = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;

    /** No compression read here expands further. */
    private static final long MAX_EXPANSION = 4096;

    private final TiffDirectory tags;
    private final byte[] data;
    private final int width;
    private final int height;
    private final int compression;
    private final int predictor;
    private final boolean reversedBits;
    private final boolean separate;
    private final TiffPixels pixels;

    private TiffReader(byte[] data) throws ImageException {
        this.data = data;
        tags = TiffDirectory.first(data);
        long w = tags.required(WIDTH);
        long h = tags.required(HEIGHT);
        Canvas.checkSize(w, h);
        width = (int) w;
        height = (int) h;
        compression = (int) tags.value(COMPRESSION, 1);
        predictor = (int) tags.value(PREDICTOR, 1);
        reversedBits = tags.value(FILL_ORDER, 1) == 2;
        separate = tags.value(PLANAR, 1) == 2;
        if (TiffCodec.of(compression) == null) {
            throw unsupported("compression " + compression);
        }
        if (predictor != 1 && predictor != 2 && compression != 1) {
            throw unsupported("predictor " + predictor);
        }
        pixels = TiffPixels.of(
                tags.littleEndian(),
                (int) tags.value(PHOTOMETRIC, 0),
                tags.values(SAMPLE_FORMAT, 1),
                tags.values(BITS_PER_SAMPLE, 1),
                (int) tags.value(SAMPLES_PER_PIXEL, 1),
                tags.values(EXTRA_SAMPLES),
                tags.values(COLOR_MAP));
    }

    static RgbImage read(byte[] data) throws ImageException {
        return new TiffReader(data).read();
    }

    /** The pixels that the first directory claims. */
    static long claimedPixels(byte[] data) throws ImageException {
        TiffDirectory tags = TiffDirectory.first(data);
        return ClaimedSize.product(tags.required(WIDTH), tags.required(HEIGHT));
    }

    private RgbImage read() throws ImageException {
        boolean tiled = tags.has(TILE_OFFSETS);
        long partWidth = tiled ? tags.required(TILE_WIDTH) : width;
        long partHeight = tiled ? tags.required(TILE_HEIGHT) : Math.min(height, tags.value(ROWS_PER_STRIP, height));
        Canvas.checkSize(partWidth, partHeight);
        long[] offsets = tags.values(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
        long[] lengths = tags.values(tiled ? TILE_BYTES : STRIP_BYTES);
        int across = (int) ((width + partWidth - 1) / partWidth);
        int down = (int) ((height + partHeight - 1) / partHeight);
        int planes = separate ? pixels.samples() : 1;
        if (offsets.length < (long) across * down * planes) {
            throw new ImageException(
                    Reason.CORRUPT,
                    "it lists " + offsets.length + " strips or tiles, expected " + (long) across * down * planes);
        }
        long rowBytes = pixels.rowBytes(width, separate);
        if (rowBytes * height * planes > (compression == 1 ? data.length : data.length * MAX_EXPANSION)) {
            throw new ImageException(Reason.TRUNCATED, "its pixels can't fit into " + data.length + " bytes");
        }
        Canvas canvas = Canvas.of(width, height);
        if (pixels.hasAlpha()) {
            canvas.addAlpha();
        }
        for (int part = 0; part < across * down; part++) {
            int left = (int) (part % across * partWidth);
            int top = (int) (part / across * partHeight);
            int rows = tiled ? (int) partHeight : (int) Math.min(partHeight, height - top);
            byte[][] decoded = new byte[planes][];
            for (int plane = 0; plane < planes; plane++) {
                int index = plane * across * down + part;
                long length = index < lengths.length ? lengths[index] : data.length;
                decoded[plane] = decode(offsets[index], length, (int) partWidth, rows);
            }
            int visibleColumns = (int) Math.min(partWidth, width - left);
            int visibleRows = Math.min(rows, height - top);
            for (int y = 0; y < visibleRows; y++) {
                int to = (top + y) * width + left;
                pixels.store(canvas, to, visibleColumns, decoded, y, (int) pixels.rowBytes(partWidth, separate));
            }
        }
        return TiffOrientation.upright(canvas, (int) tags.value(ORIENTATION, 1));
    }

    private byte[] decode(long offset, long length, int columns, int rows) throws ImageException {
        long rowBytes = pixels.rowBytes(columns, separate);
        long expected = rowBytes * rows;
        if (offset > data.length || expected > Integer.MAX_VALUE - 8) {
            throw new ImageException(
                    Reason.TRUNCATED, "its pixels at offset " + offset + " lie past the end of the file");
        }
        // Pillow reads raw pixels from their offset on, whatever the byte count says.
        long available = data.length - offset;
        int end = (int) (offset + (compression == 1 ? Math.min(available, expected) : Math.min(available, length)));
        byte[] source = data;
        int from = (int) offset;
        if (reversedBits) {
            source = new byte[end - from];
            for (int i = 0; i < source.length; i++) {
                source[i] = (byte) (Integer.reverse(data[from + i]) >>> 24);
            }
            end = source.length;
            from = 0;
        }
        @Nullable TiffCodec codec = TiffCodec.of(compression);
        byte[] out = new byte[(int) expected];
        if (codec == null || codec.decode(source, from, end, out) < out.length) {
            throw new ImageException(
                    Reason.TRUNCATED, "its pixels at offset " + offset + " end before " + expected + " bytes");
        }
        if (predictor == 2 && compression != 1) {
            pixels.undoPredictor(out, (int) rowBytes, separate);
        }
        return out;
    }

    private static ImageException unsupported(String what) {
        return new ImageException(Reason.UNSUPPORTED, "a TIFF with " + what + " is not read: convert it to PNG");
    }
}
