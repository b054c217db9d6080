package org.clipmeter.image.png;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.clipmeter.failure.OneLine;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.Transparency;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.ClaimedPixels;

/** Reads PNG as Pillow's PngImagePlugin and ZipDecode.c do, including damaged files. */
public final class PngReader {
    public static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    /** The most bytes that Pillow passes to its decoder at once; this decides how data that is too short ends. */
    private static final int BLOCK = 65_536;

    private static final int MAX_EXPANSION = 1032;

    /** The most bytes that are inflated at once; larger pictures are inflated block by block, which needs less memory. */
    private static final long AT_ONCE = 1 << 24;

    private final ByteReader in;
    private final PngHeader header = new PngHeader();
    private boolean damaged;
    private String chunk = "";
    private long chunkLeft;
    private int chunkStart;

    private PngReader(byte[] data) {
        in = new ByteReader(data, SIGNATURE.length());
    }

    public static RgbImage read(byte[] data) throws ImageException {
        return new PngReader(data).read();
    }

    /** The number of pixels that the header claims. The data must have at least 24 bytes. */
    public static long claimedPixels(byte[] data) {
        return ClaimedPixels.product(ByteReader.bigEndian(data, 16, 4), ByteReader.bigEndian(data, 20, 4));
    }

    private RgbImage read() throws ImageException {
        readHeader();
        PngFormat format = header.format();
        Canvas.checkSize(header.width, header.height);
        if (!chunk.equals("IDAT") && !chunk.equals("fdAT")) {
            throw corrupt("it has no IDAT chunk");
        }
        checkEnoughData(format);
        Canvas canvas = Canvas.of(header.width, header.height);
        canvas.stored = format.stored();
        PngRows rows = new PngRows(format, header, canvas);
        PngTransparency declared = header.transparency;
        if (!inflateAtOnce(rows)) {
            inflate(rows);
        }
        if (declared != null && !format.palette()) {
            canvas.alpha = Transparency.alphaOf(canvas.rgb, declared.color());
        }
        readTrailer();
        if (header.transparency != null) {
            canvas.keptColor = header.transparency.keptColor(rows.palette);
        }
        return canvas.image(damaged || !rows.complete() || (format.palette() && header.palette == null));
    }

    private void readHeader() throws ImageException {
        while (true) {
            long length = nextChunk();
            if (chunk.equals("IEND")) {
                return;
            }
            if (chunk.equals("IDAT") || chunk.equals("fdAT")) {
                startData(length);
                header.startPixels();
                return;
            }
            int from = in.at();
            in.skip(length);
            header.accept(chunk, in.data, from, (int) length);
            CRC32 crc = new CRC32();
            crc.update(in.data, from - 4, (int) length + 4);
            if (in.u32be() != crc.getValue()) {
                throw corrupt(
                        "the checksum of its " + OneLine.name(chunk, ImageException.LONGEST_NAME) + " chunk is wrong");
            }
        }
    }

    private void startData(long length) throws ImageException {
        chunkLeft = length;
        if (chunk.equals("fdAT")) {
            header.frameData(in, length);
            chunkLeft -= 4;
        }
        chunkStart = in.at();
    }

    /** Reads the length and type of the next chunk and returns the length. */
    private long nextChunk() throws ImageException {
        long length = in.u32be();
        int from = in.at();
        in.skip(4);
        for (int i = from; i < from + 4; i++) {
            int c = in.data[i];
            boolean word = c >= 0 && (Character.isLetterOrDigit(c) || c == '_');
            if (!word) {
                throw corrupt("at offset " + (from - 4) + " there is no chunk");
            }
        }
        chunk = new String(in.data, from, 4, StandardCharsets.US_ASCII);
        return length;
    }

    /**
     * A stream that is too short for the picture's rows must at least end properly; checked before anything is
     * allocated.
     */
    private void checkEnoughData(PngFormat format) throws ImageException {
        long needed = header.height * format.rowBytes(header.width);
        if (needed <= (long) in.remaining() * MAX_EXPANSION) {
            return;
        }
        int start = in.at();
        String startChunk = chunk;
        long startLeft = chunkLeft;
        Inflater inflater = new Inflater();
        try {
            byte[] sink = new byte[BLOCK];
            while (!inflater.finished()) {
                feed(inflater);
                int count = 1;
                while (inflater.getRemaining() > 0 && count > 0) {
                    count = inflater.inflate(sink);
                }
                if (inflater.needsDictionary()) {
                    throw corrupt("its image data is not a zlib stream");
                }
            }
        } catch (DataFormatException e) {
            throw new ImageException(Reason.CORRUPT, "its image data is not a valid zlib stream: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
        in.seek(start);
        chunk = startChunk;
        chunkLeft = startLeft;
        chunkStart = start;
        damaged = false;
    }

    /** Inflates sound data in one go. Otherwise nothing is changed and false returned, so that {@link #inflate} finds the fault. */
    private boolean inflateAtOnce(PngRows rows) throws ImageException {
        if (rows.size() > AT_ONCE || !chunk.equals("IDAT")) {
            return false;
        }
        byte[] stream = new byte[in.remaining() + WholeInflation.INPUT_MARGIN];
        int count = 0;
        int from = in.at();
        long length = chunkLeft;
        boolean more = true;
        while (more) {
            if (length + 12 > in.data.length - from) {
                return false;
            }
            System.arraycopy(in.data, from, stream, count, (int) length);
            count += (int) length;
            from += (int) length + 12;
            length = ByteReader.bigEndian(in.data, from - 8, 4);
            more = ByteReader.matches(in.data, from - 4, "IDAT");
        }
        WholeInflation inflation = new WholeInflation(stream, count, (int) rows.size());
        if (!inflation.run() || !rows.accept(inflation.out)) {
            return false;
        }
        for (long taken = 0; taken < inflation.needed(); ) {
            taken += nextBlock();
        }
        return true;
    }

    private void inflate(PngRows rows) throws ImageException {
        Inflater inflater = new Inflater();
        try {
            while (true) {
                feed(inflater);
                if (rows.decode(inflater)) {
                    return;
                }
            }
        } catch (DataFormatException e) {
            throw new ImageException(Reason.CORRUPT, "its image data is not a valid zlib stream: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    /** Gives the inflater the next block of the data chunks, or fails if they end too early. */
    private void feed(Inflater inflater) throws ImageException {
        int count = nextBlock();
        inflater.setInput(in.data, in.at() - count, count);
    }

    /** Skips the next block of the data chunks and returns its size. */
    private int nextBlock() throws ImageException {
        while (chunkLeft == 0) {
            endDataChunk();
            long length = nextChunk();
            if (!chunk.equals("IDAT") && !chunk.equals("DDAT") && !chunk.equals("fdAT")) {
                throw new ImageException(
                        Reason.TRUNCATED,
                        "its image data ends early, at chunk " + OneLine.name(chunk, ImageException.LONGEST_NAME));
            }
            startData(length);
        }
        int count = (int) Math.min(Math.min(chunkLeft, BLOCK), in.remaining());
        if (count == 0) {
            throw new ImageException(Reason.TRUNCATED, "the file ends early, in its image data");
        }
        in.skip(count);
        chunkLeft -= count;
        return count;
    }

    /** Pillow never verifies the checksum of image data, so a wrong one only marks the picture as damaged. */
    private void endDataChunk() throws ImageException {
        CRC32 crc = new CRC32();
        int from = chunkStart - (chunk.equals("fdAT") ? 8 : 4);
        crc.update(in.data, from, in.at() - from);
        damaged |= in.u32be() != crc.getValue();
    }

    /**
     * Reads what Pillow reads after the rows: chunks up to IEND, whose content is checked but whose checksums are not.
     */
    private void readTrailer() throws ImageException {
        if (in.remaining() < chunkLeft + 12) {
            damaged = true;
            return;
        }
        in.skip(chunkLeft);
        endDataChunk();
        while (true) {
            if (in.remaining() < 8) {
                damaged = true;
                return;
            }
            long length;
            try {
                length = nextChunk();
            } catch (ImageException e) {
                damaged = true;
                return;
            }
            if (chunk.equals("IEND") || (chunk.equals("fcTL") && header.animated())) {
                return;
            }
            int from = in.at();
            if (chunk.equals("fdAT")) {
                header.frameData(in, length);
                in.seek(from);
            }
            in.skip(length);
            header.accept(chunk, in.data, from, (int) length);
            CRC32 crc = new CRC32();
            crc.update(in.data, from - 4, (int) length + 4);
            if (in.remaining() < 4) {
                damaged = true;
                return;
            }
            damaged |= in.u32be() != crc.getValue();
        }
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
