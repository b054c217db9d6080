package org.clipmeter.image.jpeg;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.jpeg.samples.JpegComponent;
import org.clipmeter.image.jpeg.samples.JpegFrame;
import org.clipmeter.image.reader.ByteReader;
import org.jspecify.annotations.Nullable;

/** Reads marker segments as libjpeg does, and stores the tables that they define. */
final class JpegHeader {
    /** Why {@link #read} stopped. */
    enum Stop {
        SCAN,
        END
    }

    private static final int SLOTS = 4;
    private static final int ARITHMETIC_SLOTS = 16;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int INTERESTING = 14;

    final @Nullable HuffmanTable[] dcTables = new HuffmanTable[SLOTS];
    final @Nullable HuffmanTable[] acTables = new HuffmanTable[SLOTS];
    final int[] arithmeticDcLow = new int[ARITHMETIC_SLOTS];
    final int[] arithmeticDcHigh = new int[ARITHMETIC_SLOTS];
    final int[] arithmeticAcLimit = new int[ARITHMETIC_SLOTS];
    int restartInterval;

    @Nullable
    JpegFrame frame;

    @Nullable
    JpegScan scan;

    int scans;

    private final int[] @Nullable [] quantization = new int[SLOTS][];
    private final JpegSource in;
    private boolean started;
    private boolean jfif;
    private int adobeTransform = -1;

    JpegHeader(JpegSource in) {
        this.in = in;
    }

    /** Whether libjpeg treats three components as YCbCr, or four as YCCK. */
    boolean converted(JpegFrame of) {
        if (of.components.size() == 4) {
            return adobeTransform > 0;
        }
        if (jfif || adobeTransform >= 0) {
            return jfif || adobeTransform != 0;
        }
        return !(of.components.get(0).id == 'R' && of.components.get(1).id == 'G' && of.components.get(2).id == 'B');
    }

    /** Reads segments up to the next start of scan or the end of the image. */
    Stop read() throws ImageException {
        while (true) {
            if (in.marker == 0) {
                if (started) {
                    in.nextMarker();
                } else if (in.u8() == 0xff && in.u8() == SOI) {
                    in.marker = SOI;
                } else {
                    throw corrupt("it does not begin with a start-of-image marker");
                }
            }
            int marker = in.marker;
            if (marker == EOI) {
                in.marker = 0;
                return Stop.END;
            }
            segment(marker);
            in.marker = 0;
            if (marker == SOS) {
                return Stop.SCAN;
            }
        }
    }

    /** Called after tables without an image: the next bytes must be another start of image; the tables stay valid. */
    void restart() throws ImageException {
        if (frame != null) {
            throw corrupt("it has a frame header and no image data");
        }
        started = false;
    }

    /** Fills empty slots with the tables of the standard's annex K, as motion JPEG expects. */
    void addStandardTables() throws ImageException {
        for (int slot = 0; slot < 2; slot++) {
            if (dcTables[slot] == null) {
                dcTables[slot] = HuffmanTable.standard(true, slot);
            }
            if (acTables[slot] == null) {
                acTables[slot] = HuffmanTable.standard(false, slot);
            }
        }
    }

    /** Gives components that occur in a scan for the first time their current quantization table. */
    void latchQuantization(JpegScan of) throws ImageException {
        for (JpegComponent component : of.components()) {
            if (component.quantization == null) {
                int slot = component.quantizationSlot;
                int[] table = slot < SLOTS ? quantization[slot] : null;
                if (table == null) {
                    throw corrupt("component " + component.id + " needs quantization table " + slot
                            + ", which is not defined");
                }
                component.quantization = table.clone();
            }
        }
    }

    private void segment(int marker) throws ImageException {
        switch (marker) {
            case SOI -> startOfImage();
            case 0xc0, 0xc1 -> frame(false, false);
            case 0xc2 -> frame(true, false);
            case 0xc9 -> frame(false, true);
            case 0xca -> frame(true, true);
            case 0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf ->
                throw new ImageException(
                        Reason.UNSUPPORTED,
                        "its coding process SOF" + (marker - 0xc0) + (marker == 0xc3 ? " (lossless)" : "")
                                + " is not read: convert it to PNG");
            case SOS -> scan();
            case 0xc4 -> huffman();
            case 0xcc -> arithmetic();
            case 0xdb -> quantization();
            case 0xdd -> {
                expectLength(in.u16(), 4, "restart interval");
                restartInterval = in.u16();
            }
            case 0xe0, 0xee -> application(marker);
            default -> {
                boolean alone = marker == 1 || marker >= 0xd0 && marker <= 0xd7;
                boolean skipped = marker >= 0xe1 && marker <= 0xef || marker == 0xfe || marker == 0xdc;
                if (skipped) {
                    in.skip(Math.max(0, in.u16() - 2));
                } else if (!alone) {
                    throw corrupt("it has the unknown marker 0xff" + Integer.toHexString(marker));
                }
            }
        }
    }

    private void startOfImage() throws ImageException {
        if (started) {
            throw corrupt("it has a second start-of-image marker");
        }
        started = true;
        for (int slot = 0; slot < ARITHMETIC_SLOTS; slot++) {
            arithmeticDcLow[slot] = 0;
            arithmeticDcHigh[slot] = 1;
            arithmeticAcLimit[slot] = 5;
        }
        restartInterval = 0;
        jfif = false;
        adobeTransform = -1;
    }

    private void frame(boolean progressive, boolean arithmetic) throws ImageException {
        if (frame != null) {
            throw corrupt("it has a second frame header");
        }
        int length = in.u16();
        int depth = in.u8();
        int height = in.u16();
        int width = in.u16();
        int count = in.u8();
        if (depth != 8) {
            throw new ImageException(
                    Reason.UNSUPPORTED, "its samples have " + depth + " bits, expected 8: convert it to PNG");
        }
        if (width == 0 || height == 0) {
            throw corrupt("its header says " + width + " x " + height + " pixels");
        }
        if (count != 1 && count != 3 && count != 4) {
            throw corrupt("it has " + count + " components, expected 1, 3 or 4");
        }
        expectLength(length, 8 + 3 * count, "frame header");
        List<JpegComponent> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = in.u8();
            int sampling = in.u8();
            components.add(new JpegComponent(id, sampling >> 4, sampling & 15, in.u8()));
        }
        frame = new JpegFrame(width, height, progressive, arithmetic, List.copyOf(components));
    }

    private void scan() throws ImageException {
        if (frame == null) {
            throw corrupt("its image data has no frame header before it");
        }
        int length = in.u16();
        int count = in.u8();
        if (count < 1 || count > 4) {
            throw corrupt("it has a scan of " + count + " components");
        }
        expectLength(length, 6 + 2 * count, "scan header");
        List<JpegComponent> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JpegComponent component = named(frame, in.u8(), components);
            int tables = in.u8();
            component.dcTable = tables >> 4;
            component.acTable = tables & 15;
            components.add(component);
        }
        int first = in.u8();
        int last = in.u8();
        int bits = in.u8();
        scan = new JpegScan(List.copyOf(components), first, last, bits >> 4, bits & 15);
        scans++;
    }

    /** The component with an id. If several share it, the first that this scan has not used yet, as in libjpeg. */
    private static JpegComponent named(JpegFrame frame, int id, List<JpegComponent> taken) throws ImageException {
        for (int i = 0; i < frame.components.size(); i++) {
            JpegComponent component = frame.components.get(i);
            if (component.id == id && i >= taken.size()) {
                if (taken.contains(component)) {
                    break;
                }
                return component;
            }
        }
        throw corrupt("a scan names component " + id + ", which the frame header does not have");
    }

    private void huffman() throws ImageException {
        int left = in.u16() - 2;
        while (left > 16) {
            int slot = in.u8();
            int[] counts = new int[17];
            int sum = 0;
            for (int i = 1; i <= 16; i++) {
                counts[i] = in.u8();
                sum += counts[i];
            }
            left -= 17;
            if (sum > 256 || sum > left) {
                throw corrupt("a Huffman table has " + sum + " symbols in " + left + " bytes");
            }
            int[] symbols = new int[256];
            for (int i = 0; i < sum; i++) {
                symbols[i] = in.u8();
            }
            left -= sum;
            boolean ac = (slot & 0x10) != 0;
            if ((slot & ~0x10) >= SLOTS) {
                throw corrupt("it defines Huffman table " + slot);
            }
            (ac ? acTables : dcTables)[slot & ~0x10] = new HuffmanTable(counts, symbols);
        }
        expectLength(left, 0, "rest of the Huffman tables");
    }

    private void arithmetic() throws ImageException {
        int left = in.u16() - 2;
        for (; left > 0; left -= 2) {
            int slot = in.u8();
            int value = in.u8();
            if (slot >= 2 * ARITHMETIC_SLOTS) {
                throw corrupt("it conditions arithmetic table " + slot);
            }
            if (slot >= ARITHMETIC_SLOTS) {
                arithmeticAcLimit[slot - ARITHMETIC_SLOTS] = value;
            } else {
                arithmeticDcLow[slot] = value & 15;
                arithmeticDcHigh[slot] = value >> 4;
                if ((value & 15) > value >> 4) {
                    throw corrupt("it conditions arithmetic table " + slot + " with " + value);
                }
            }
        }
        expectLength(left, 0, "rest of the arithmetic conditioning");
    }

    private void quantization() throws ImageException {
        int left = in.u16() - 2;
        while (left > 0) {
            int kind = in.u8();
            boolean wide = kind >> 4 != 0;
            if ((kind & 15) >= SLOTS) {
                throw corrupt("it defines quantization table " + (kind & 15));
            }
            int[] table = new int[64];
            for (int k = 0; k < 64; k++) {
                table[JpegBits.NATURAL[k]] = wide ? in.u16() : in.u8();
            }
            quantization[kind & 15] = table;
            left -= wide ? 129 : 65;
        }
        expectLength(left, 0, "rest of the quantization tables");
    }

    private void application(int marker) throws ImageException {
        int length = Math.max(0, in.u16() - 2);
        byte[] head = new byte[Math.min(length, INTERESTING)];
        for (int i = 0; i < head.length; i++) {
            head[i] = (byte) in.u8();
        }
        if (marker == 0xe0 && head.length >= 14 && ByteReader.matches(head, 0, "JFIF\0")) {
            jfif = true;
        }
        if (marker == 0xee && head.length >= 12 && ByteReader.matches(head, 0, "Adobe")) {
            adobeTransform = head[11] & 0xff;
        }
        in.skip(length - head.length);
    }

    private static void expectLength(int found, int expected, String what) throws ImageException {
        if (found != expected) {
            throw corrupt("its " + what + " has " + found + " bytes, expected " + expected);
        }
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
