package org.clipmeter.image.tiff;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/**
 * Decodes a strip or tile that is compressed for fax machines (CCITT groups 3 and 4, and modified Huffman). This uses
 * the JDK's TIFF reader on a TIFF that consists of that part only.
 */
final class TiffFax {
    private static final int GROUP_3_OPTIONS = 292;
    private static final int GROUP_4_OPTIONS = 293;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;

    private final int compression;
    private final int options;

    TiffFax(TiffDirectory tags, int compression) throws ImageException {
        this.compression = compression;
        this.options = (int) tags.value(compression == 4 ? GROUP_4_OPTIONS : GROUP_3_OPTIONS, 0);
    }

    static boolean reads(int compression) {
        return compression >= 2 && compression <= 4;
    }

    /** Fills {@code out} with rows of bits, 0 for white and 1 for black, each row padded to a whole byte. */
    void decode(byte[] data, int from, int end, int columns, int rows, byte[] out) throws ImageException {
        byte[] file = file(data, from, end, columns, rows);
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("tiff");
        if (!readers.hasNext()) {
            throw new ImageException(Reason.UNSUPPORTED, "a TIFF with fax compression, which this JDK can't read");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            boolean[] warned = new boolean[1];
            reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
            Raster raster = reader.readAll(0, null).getRenderedImage().getData();
            if (warned[0]) {
                throw new ImageException(Reason.CORRUPT, "its fax compressed pixels are damaged");
            }
            int[] row = new int[columns];
            int rowBytes = (columns + 7) / 8;
            for (int y = 0; y < rows; y++) {
                raster.getSamples(0, y, columns, 1, 0, row);
                for (int x = 0; x < columns; x++) {
                    out[y * rowBytes + x / 8] |= (byte) (row[x] << (7 - x % 8));
                }
            }
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            // The JDK's decoder has too little space for rows in which all pixels alternate, so this does not mean that
            // the file is damaged.
            throw new ImageException(
                    Reason.UNSUPPORTED,
                    "a TIFF with fax compression (CCITT) on which the JDK's decoder fails is not read: convert it to PNG",
                    e);
        } catch (IOException e) {
            throw new ImageException(Reason.CORRUPT, "its fax compressed pixels are damaged: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private byte[] file(byte[] data, int from, int end, int columns, int rows) {
        int[][] entries = {
            {256, LONG, columns},
            {257, LONG, rows},
            {258, SHORT, 1},
            {259, SHORT, compression},
            {262, SHORT, 1},
            {273, LONG, 0},
            {277, SHORT, 1},
            {278, LONG, rows},
            {279, LONG, end - from},
            {compression == 4 ? GROUP_4_OPTIONS : GROUP_3_OPTIONS, LONG, options},
        };
        int offset = HEADER + 2 + entries.length * ENTRY + 4;
        ByteBuffer file = ByteBuffer.allocate(offset + end - from).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER).putShort((short) entries.length);
        for (int[] entry : entries) {
            file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(1);
            file.putInt(entry[0] == 273 ? offset : entry[2]);
        }
        return file.putInt(0).put(data, from, end - from).array();
    }
}
