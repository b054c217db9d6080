package org.clipmeter.image.tiff;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.ClaimedPixels;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first page of a TIFF as Pillow's TiffImagePlugin does: raw, PackBits, LZW, Deflate, JPEG and fax, in strips
 * or tiles.
 */
public final class TiffReader {
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
    private static final int JPEG = 7;

    /** The most bytes of all strips and tiles, including those outside the picture. */
    private static final long MOST_BYTES = 1L << 32;

    /** How many times compressed bytes may be read, on average, if strips overlap. */
    private static final long MOST_READINGS = 4;

    /** Tags that must have a single value, because libtiff, which reads compressed data, demands it. */
    private static final int[] SINGLE_TAGS = {
        WIDTH, HEIGHT, COMPRESSION, ROWS_PER_STRIP, PLANAR, TILE_WIDTH, TILE_HEIGHT
    };

    /** The largest expansion of all compressions that are read here. */
    private static final long MAX_EXPANSION = 4096;

    private static final int[] LIST_TAGS = {
        BITS_PER_SAMPLE, SAMPLE_FORMAT, EXTRA_SAMPLES, STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES, COLOR_MAP
    };

    private final TiffDirectory tags;
    private final byte[] data;
    private final int width;
    private final int height;
    private final int compression;
    private final int predictor;
    private final boolean reversedBits;
    private final boolean separate;
    private final TiffPixels pixels;
    private long storedBytes;

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
        int photometric = (int) tags.value(PHOTOMETRIC, 0);
        boolean jpeg = compression == JPEG && !separate && (photometric == 6 || photometric <= 2);
        if (!jpeg && !TiffFax.reads(compression) && TiffCodec.of(compression) == null) {
            String colors = compression == JPEG ? " of " + TiffNames.photometric(photometric) : "";
            throw unsupported(TiffNames.compression(compression) + colors);
        }
        if (predictor != 1 && predictor != 2 && compression != 1) {
            throw unsupported("predictor " + predictor);
        }
        if (compression != 1) {
            checkTags();
        }
        pixels = TiffPixels.of(
                tags.littleEndian(),
                jpeg && photometric == 6 ? 2 : photometric,
                tags.values(SAMPLE_FORMAT, 1),
                tags.values(BITS_PER_SAMPLE, 1),
                (int) tags.value(SAMPLES_PER_PIXEL, jpeg && photometric == 6 ? 3 : 1),
                tags.values(EXTRA_SAMPLES),
                tags.values(COLOR_MAP));
        new TiffLayout(
                        photometric,
                        (int) tags.value(BITS_PER_SAMPLE, 1),
                        pixels.samples(),
                        tags.values(EXTRA_SAMPLES),
                        separate,
                        reversedBits,
                        compression == 1)
                .check();
    }

    private void checkTags() throws ImageException {
        if (!tags.isComplete()) {
            throw new ImageException(Reason.TRUNCATED, "the file ends early, in its directory");
        }
        for (int tag : SINGLE_TAGS) {
            if (!tags.isSound(tag, true)) {
                throw corrupt("its tag " + tag + " is not a single integer");
            }
        }
        for (int tag : LIST_TAGS) {
            if (!tags.isSound(tag, false)) {
                throw corrupt("its tag " + tag + " has values that are not integers");
            }
        }
        long planar = tags.value(PLANAR, 1);
        if (planar != 1 && planar != 2) {
            throw corrupt("its planar configuration is " + planar + ", expected 1 or 2");
        }
    }

    public static RgbImage read(byte[] data) throws ImageException {
        return new TiffReader(data).read();
    }

    /** The number of pixels that the first directory claims. */
    public static long claimedPixels(byte[] data) throws ImageException {
        TiffDirectory tags = TiffDirectory.first(data);
        return ClaimedPixels.product(tags.required(WIDTH), tags.required(HEIGHT));
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
        long parts = (long) across * down * planes;
        if (offsets.length < parts && (compression != 1 || offsets.length == 0)) {
            throw corrupt("it lists " + offsets.length + " strips or tiles, expected " + parts);
        }
        long allBytes = parts * partHeight * pixels.rowBytes(partWidth, separate);
        if (allBytes > MOST_BYTES) {
            throw new ImageException(
                    Reason.TOO_LARGE,
                    "its strips or tiles have " + allBytes + " bytes, expected at most " + MOST_BYTES);
        }
        long rowBytes = pixels.rowBytes(width, separate);
        if (compression != 1 && rowBytes * height * planes > data.length * MAX_EXPANSION) {
            throw new ImageException(Reason.TRUNCATED, "its pixels can't fit into " + data.length + " bytes");
        }
        Canvas canvas = Canvas.of(width, height);
        boolean luma = compression == JPEG && tags.value(PHOTOMETRIC, 0) == 6;
        canvas.stored = luma ? StoredPixels.OTHER : pixels.stored();
        if (pixels.hasAlpha()) {
            canvas.addAlpha();
        }
        if (offsets.length < parts) {
            pixels.fillMissing(canvas);
        }
        // If each of several raw strips covers the whole picture, Pillow reads only the last.
        int skipped = compression == 1 && parts == 1 ? offsets.length - 1 : 0;
        boolean damaged = false;
        for (int part = 0; part < across * down; part++) {
            int left = (int) (part % across * partWidth);
            int top = (int) (part / across * partHeight);
            int visibleColumns = (int) Math.min(partWidth, width - left);
            int visibleRows = (int) Math.min(partHeight, height - top);
            int rows = tiled && compression != 1 ? (int) partHeight : visibleRows;
            byte[][] decoded = new byte[planes][];
            boolean missing = false;
            for (int plane = 0; plane < planes; plane++) {
                int index = plane * across * down + part + skipped;
                missing |= index >= offsets.length;
                if (!missing) {
                    long length = index < lengths.length ? lengths[index] : Math.max(0, data.length - offsets[index]);
                    decoded[plane] = decode(offsets[index], length, (int) partWidth, rows);
                }
            }
            for (int y = 0; y < visibleRows && !missing; y++) {
                int to = (top + y) * width + left;
                pixels.store(canvas, to, visibleColumns, decoded, y, (int) pixels.rowBytes(partWidth, separate));
            }
            damaged |= missing;
        }
        return TiffOrientation.upright(canvas, (int) tags.value(ORIENTATION, 1), damaged);
    }

    private byte[] decode(long offset, long length, int columns, int rows) throws ImageException {
        long rowBytes = pixels.rowBytes(columns, separate);
        long expected = rowBytes * rows;
        long available = data.length - offset;
        if (available < 0 || (compression != 1 && available < length)) {
            throw new ImageException(
                    Reason.TRUNCATED, "its pixels at offset " + offset + " lie past the end of the file");
        }
        // Pillow reads raw pixels from their offset on and ignores the byte count.
        long stored = compression == 1 ? Math.min(available, expected) : length;
        storedBytes += compression == 1 ? 0 : stored;
        if (storedBytes > MOST_READINGS * data.length) {
            throw corrupt("its strips or tiles overlap");
        }
        if (expected > (compression == 1 ? stored : stored * MAX_EXPANSION) || expected > Integer.MAX_VALUE - 8) {
            throw tooShort(offset, expected);
        }
        int from = (int) offset;
        int end = (int) (offset + stored);
        byte[] out = new byte[(int) expected];
        if (compression == JPEG) {
            // The last strip may have the same height as the others.
            long most = (long) columns * Math.max(rows, tags.value(ROWS_PER_STRIP, 0));
            boolean rgb = tags.value(PHOTOMETRIC, 0) == 2;
            RgbImage part = new TiffJpeg(tags, rgb).decode(data, from, end, Math.min(most, Canvas.MAX_PIXELS));
            if (part.width() != columns || part.height() < rows) {
                throw corrupt("its JPEG data at offset " + offset + " has " + part.width() + " x " + part.height()
                        + " pixels, expected " + columns + " x " + rows);
            }
            for (int i = 0; i < out.length; i++) {
                out[i] = part.rgb()[pixels.samples() == 3 ? i : 3 * i];
            }
            return out;
        }
        byte[] source = data;
        if (reversedBits) {
            source = new byte[end - from];
            for (int i = 0; i < source.length; i++) {
                source[i] = (byte) (Integer.reverse(data[from + i]) >>> 24);
            }
            end = source.length;
            from = 0;
        }
        @Nullable TiffCodec codec = TiffCodec.of(compression);
        if (codec == null) {
            new TiffFax(tags, compression).decode(source, from, end, columns, rows, out);
        } else if (codec.decode(source, from, end, out) < out.length) {
            throw tooShort(offset, expected);
        }
        if (predictor == 2 && (compression == 5 || compression == 8 || compression == 32946)) {
            pixels.undoPredictor(out, (int) rowBytes, separate);
        }
        return out;
    }

    private static ImageException tooShort(long offset, long expected) {
        return new ImageException(
                Reason.TRUNCATED, "its pixels at offset " + offset + " end before " + expected + " bytes");
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }

    private static ImageException unsupported(String what) {
        return new ImageException(Reason.UNSUPPORTED, "a TIFF with " + what + " is not read: convert it to PNG");
    }
}
