package org.clipmeter.image.png;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class WholeInflationTest {
    private static final int[] STRATEGIES = {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY};

    private final Random random = new Random(5);

    @Test
    void inflatesWhatDeflaterMakes() {
        for (int size : new int[] {0, 1, 2, 7, 300, 5_000, 200_000}) {
            for (int kind = 0; kind < 4; kind++) {
                byte[] data = data(size, kind);
                for (int level : new int[] {0, 1, 6, 9}) {
                    for (int strategy : STRATEGIES) {
                        byte[] stream = deflate(data, level, strategy);
                        WholeInflation inflation = inflation(stream, size);
                        // A block without distances may have an incomplete code, which is left to the usual class.
                        if (inflation.run()) {
                            assertArrayEquals(data, Arrays.copyOf(inflation.out, size));
                            assertTrue(inflation.needed() <= stream.length - 4);
                        } else {
                            assertTrue(size == 0, size + " bytes of kind " + kind + " with level " + level);
                        }
                    }
                }
            }
        }
    }

    @Test
    void needsTheStreamUpToTheCodeOfTheLastByte() throws DataFormatException {
        for (int kind = 0; kind < 4; kind++) {
            byte[] data = data(3_000, kind);
            for (int level : new int[] {0, 1, 9}) {
                byte[] stream = deflate(data, level, Deflater.DEFAULT_STRATEGY);
                WholeInflation inflation = inflation(stream, data.length);
                assertTrue(inflation.run());
                int needed = (int) inflation.needed();
                assertEquals(data.length, inflated(stream, needed, data.length));
                assertTrue(inflated(stream, needed - 1, data.length) < data.length);
            }
        }
    }

    @Test
    void acceptsNoStreamThatTheUsualClassRefuses() {
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] data = data(400, i % 4);
            byte[] stream = deflate(data, i % 10, STRATEGIES[i % 3]);
            stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
            WholeInflation inflation = inflation(stream, data.length);
            if (inflation.run()) {
                assertArrayEquals(usual(stream, data.length), Arrays.copyOf(inflation.out, data.length));
            } else {
                refused++;
            }
        }
        assertTrue(refused > 3_900, refused + " of 4000");
    }

    @Test
    void acceptsNoStreamOfAnotherSize() {
        byte[] stream = deflate(data(500, 1), 6, Deflater.DEFAULT_STRATEGY);
        assertTrue(inflation(stream, 500).run());
        assertFalse(inflation(stream, 499).run());
        assertFalse(inflation(stream, 501).run());
        for (int length = 0; length < stream.length; length++) {
            assertFalse(inflation(Arrays.copyOf(stream, length), 500).run());
        }
    }

    /** Bytes that repeat (kind 0), that resemble noise in a picture (1), of any value (2), and of texts with rare bytes (3). */
    private byte[] data(int size, int kind) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte)
                    switch (kind) {
                        case 0 -> i % 300 == 0 ? random.nextInt() : i % 7;
                        case 1 -> (int) (random.nextGaussian() * 6);
                        case 2 -> random.nextInt();
                        default ->
                            random.nextInt(200) == 0 ? random.nextInt() : "abracadabra".charAt(random.nextInt(11));
                    };
        }
        return data;
    }

    private static WholeInflation inflation(byte[] stream, int size) {
        byte[] withMargin = Arrays.copyOf(stream, stream.length + WholeInflation.INPUT_MARGIN);
        return new WholeInflation(withMargin, stream.length, size);
    }

    private static byte[] deflate(byte[] data, int level, int strategy) {
        Deflater deflater = new Deflater(level);
        deflater.setStrategy(strategy);
        deflater.setInput(data);
        deflater.finish();
        byte[] stream = new byte[2 * data.length + 100];
        int length = 0;
        while (!deflater.finished()) {
            length += deflater.deflate(stream, length, stream.length - length);
        }
        deflater.end();
        return Arrays.copyOf(stream, length);
    }

    private static byte[] usual(byte[] stream, int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stream);
            byte[] out = new byte[size];
            assertEquals(size, inflater.inflate(out));
            return out;
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }

    /** How many bytes the usual class makes of the first bytes of a stream. */
    private static int inflated(byte[] stream, int length, int size) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stream, 0, length);
            return inflater.inflate(new byte[size]);
        } finally {
            inflater.end();
        }
    }
}
